package tooltest

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is how long a tool may run.
const patience = time.Minute

// Home is the home directory of a user of the tools.
type Home struct {
	Dir string
	env []string
	t   testing.TB
}

// NewHome returns an empty home directory. Tools that run in it see only the
// given variables and those that locate the home.
func NewHome(t testing.TB, env ...string) *Home {
	t.Helper()
	dir := t.TempDir()
	base := []string{"HOME=" + dir}
	if runtime.GOOS == "windows" {
		base = append(base, "USERPROFILE="+dir, "APPDATA="+filepath.Join(dir, "roaming"),
			"LOCALAPPDATA="+filepath.Join(dir, "local"), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return &Home{Dir: dir, env: append(base, env...), t: t}
}

// With returns the same home with more variables.
func (h *Home) With(env ...string) *Home {
	return &Home{Dir: h.Dir, env: slices.Concat(h.env, env), t: h.t}
}

// Command returns a command that runs a tool in the home. A test may change it
// before the start. It is killed after a minute, or at the end of the test.
func (h *Home) Command(tool string, args ...string) *exec.Cmd {
	h.t.Helper()
	self, err := os.Executable()
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	h.t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, self, args...)
	cmd.Args[0] = tool // some frameworks ignore the arguments of a test binary
	// With the race detector, each process would sleep for a second at its end.
	cmd.Env = append(slices.Clone(h.env), variable+"="+tool, "GORACE=atexit_sleep_ms=0")
	cmd.Dir = h.Dir
	return cmd
}

// Run runs a tool and returns its result.
func (h *Home) Run(tool string, args ...string) Result {
	h.t.Helper()
	var stdout, stderr bytes.Buffer
	cmd := h.Command(tool, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		h.t.Fatal(err)
	}
	return Result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// Line runs a tool with the words of a command line.
func (h *Home) Line(tool, line string) Result {
	h.t.Helper()
	return h.Run(tool, strings.Fields(line)...)
}

// Must runs a tool with the words of a command line, fails the test unless it
// succeeds, and returns what it printed.
func (h *Home) Must(tool, line string) string {
	h.t.Helper()
	r := h.Line(tool, line)
	if r.Code != 0 {
		h.t.Fatalf("%s %s: exit code %d\n%s%s", tool, line, r.Code, r.Stdout, r.Stderr)
	}
	return r.Stdout
}

// Files describes each path below the home in a line, with all that is known of
// it.
func (h *Home) Files() string {
	h.t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(h.Dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || path == h.Dir {
			return err
		}
		info, err := d.Info()
		if err == nil {
			fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime().UnixNano())
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return b.String()
}

// Text returns the content of a file in the home, or "" if there is none.
func (h *Home) Text(name string) string {
	h.t.Helper()
	text, err := os.ReadFile(filepath.Join(h.Dir, name))
	if err != nil && !os.IsNotExist(err) {
		h.t.Fatal(err)
	}
	return string(text)
}
