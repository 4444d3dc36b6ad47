package app

import (
	"context"
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/optin-go/optin/consent"
)

// starter starts the sender: the tool's own executable. Nothing of the user's
// command goes with it: no argument, no input or output, no descriptor.
type starter struct {
	tool      string
	lookupEnv func(string) (string, bool)

	once sync.Once
	path string // of the executable
	why  string // why none is started; "" if it may be
}

// The values of the guard variable.
const (
	guardSender = "1" // this process is a sender
	guardBelow  = "2" // an ancestor is a sender
)

// guardVariable returns the name of the variable that marks a sender. It keeps
// the sender from running the user's command and from starting another sender.
func guardVariable(tool string) string { return consent.VariableName(tool) + "_SENDER" }

// detachVariable returns the name of the variable with which a user forbids senders.
func detachVariable(tool string) string { return consent.VariableName(tool) + "_DETACH" }

// refusal says why this process must not start a sender, or "".
func (s *starter) refusal() string {
	s.once.Do(func() { s.path, s.why = s.look() })
	return s.why
}

func (s *starter) look() (path, why string) {
	if _, below := s.lookupEnv(guardVariable(s.tool)); below {
		return "", "this process belongs to a sender"
	}
	name := detachVariable(s.tool)
	if value, ok := s.lookupEnv(name); ok && consent.ParseVariable(value) == consent.SettingOff {
		return "", name + " is set"
	}
	if isElevated() {
		return "", "it runs with another user's rights"
	}
	path, err := executable()
	if err != nil {
		return "", err.Error()
	}
	if isTestBinary(path) {
		return "", "it is a test or was made by go run"
	}
	return path, ""
}

// isTestBinary reports whether the program is a test or a temporary build. A test
// would run itself without end; a temporary build may be gone before it delivers.
func isTestBinary(path string) bool {
	name := strings.TrimSuffix(filepath.Base(path), ".exe")
	if strings.HasSuffix(name, ".test") || strings.HasPrefix(name, "__debug_bin") || isUnderTest() {
		return true
	}
	return slices.ContainsFunc(strings.Split(filepath.ToSlash(path), "/"), func(dir string) bool {
		return strings.HasPrefix(dir, "go-build")
	})
}

// isUnderTest reports whether this process is a Go test, without importing testing.
func isUnderTest() bool { return flag.Lookup("test.v") != nil }

// start starts the sender in dir, which must outlast it, and does not wait.
func (s *starter) start(dir string) error {
	if why := s.refusal(); why != "" {
		return refusedError(why)
	}
	if !startPoller() {
		return errNoDescriptors
	}
	cmd := exec.CommandContext(context.Background(), s.path)
	// ps shows these words. They decide nothing.
	cmd.Args = []string{os.Args[0], "telemetry", "send", "--detached"}
	cmd.Dir = dir
	guard := guardVariable(s.tool) + "="
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, guard) }), guard+guardSender)
	cmd.SysProcAttr = detached()
	if err := cmd.Start(); err != nil {
		return err
	}
	// Without a Wait, the sender would stay a zombie for the life of this process.
	go func() {
		defer quietly()
		_ = cmd.Wait()
	}()
	return nil
}

var errNoDescriptors = errors.New("too few descriptors are free")

type refusedError string

func (e refusedError) Error() string { return string(e) }

// executable returns the path of this program.
func executable() (string, error) {
	if runtime.GOOS != "linux" {
		return os.Executable()
	}
	// os.Executable hides that the file was deleted.
	const self = "/proc/self/exe"
	path, err := os.Readlink(self)
	if err != nil {
		return "", err
	}
	if strings.HasSuffix(path, " (deleted)") {
		return "", refusedError("the executable was removed or replaced")
	}
	running, err := os.Stat(self)
	if err != nil {
		return "", err
	}
	if there, err := os.Stat(path); err != nil || !os.SameFile(running, there) {
		return "", refusedError("the executable was removed or replaced")
	}
	return path, nil
}
