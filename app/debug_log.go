package app

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/ownfile"
)

// debugLog logs what happens, for the tool's author, if the variable
// <TOOL>_TELEMETRY_DEBUG is an on word. A command logs to standard error, a sender to
// the file debug.log in the state directory. A nil debugLog is off.
type debugLog struct {
	tool string
	mu   sync.Mutex
	w    io.Writer
}

const maxDebugBytes = 256 << 10

func newDebugLog(tool string, lookupEnv func(string) (string, bool)) *debugLog {
	value, _ := lookupEnv(consent.VariableName(tool) + "_DEBUG")
	if consent.ParseVariable(value) != consent.SettingOn {
		return nil
	}
	return &debugLog{tool: tool, w: os.Stderr}
}

// toFile moves the log of a sender, which has no standard error, to the file. If the
// file cannot be opened, the log is silent.
func (l *debugLog) toFile(in *installation) {
	if l == nil {
		return
	}
	l.w = io.Discard
	if in.claim() != nil {
		return
	}
	f, info, err := ownfile.Open(in.trace, os.O_WRONLY|os.O_APPEND|os.O_CREATE)
	if err != nil {
		return
	}
	if info.Size() > maxDebugBytes {
		_ = f.Truncate(0)
	}
	l.w = f
}

// printf writes a line.
func (l *debugLog) printf(format string, args ...any) {
	if l == nil {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	fmt.Fprintf(l.w, "%s %s telemetry[%d]: %s\n",
		time.Now().UTC().Format("15:04:05.000"), l.tool, os.Getpid(), printable(fmt.Sprintf(format, args...)))
}

// result logs that something was done, or why it failed.
func (l *debugLog) result(err error, format string, args ...any) {
	if err != nil {
		format, args = "failed: "+format+": %v", append(args, err)
	}
	l.printf(format, args...)
}
