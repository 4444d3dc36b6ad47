// Package roletest runs a test's own binary as other processes of a tool. Each
// process has a role: a function that reads its input, reports what it does, and
// can be stopped and killed.
//
//	func TestMain(m *testing.M) { roletest.Main(m, map[string]func([]string) error{"write": write}) }
//
//	p := roletest.Start(t, "write", path)
//	p.Says(t, "ready")
//
// It is for tests only.
package roletest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// variable holds the role of a process of the test binary.
const variable = "ROLETEST_ROLE"

// Main runs the role of this process with its arguments, or the tests if it has
// none. It ends the process. If the role returns an error, Main prints it to
// standard error and exits with code 1.
func Main(m *testing.M, roles map[string]func(args []string) error) {
	name := os.Getenv(variable)
	if name == "" {
		os.Exit(m.Run())
	}
	runtime.LockOSThread() // for faulttest
	role, ok := roles[name]
	if !ok {
		fmt.Fprintf(os.Stderr, "no role %q on this operating system\n", name)
		os.Exit(2)
	}
	if err := role(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// Process is another process of the test binary.
type Process struct {
	*exec.Cmd
	In     io.WriteCloser   // its standard input
	Out    *bufio.Reader    // its standard output
	Errors *strings.Builder // its standard error
}

// Command returns a process with the role, not started yet.
func Command(role string, args ...string) *Process {
	p := &Process{Cmd: exec.Command(os.Args[0], args...), Errors: new(strings.Builder)}
	p.Env = append(os.Environ(), variable+"="+role)
	p.Stderr = p.Errors
	return p
}

// Start starts a process with the role. The end of the test kills it, unless it has
// ended.
func Start(t testing.TB, role string, args ...string) *Process {
	t.Helper()
	p := Command(role, args...)
	p.StartIn(t)
	return p
}

// StartIn starts the process. The end of the test kills it, unless it has ended.
func (p *Process) StartIn(t testing.TB) {
	t.Helper()
	if err := p.Begin(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_, _ = p.Kill()
		}
	})
}

// Begin starts the process. The caller must end it.
func (p *Process) Begin() error {
	in, err := p.StdinPipe()
	if err != nil {
		return err
	}
	out, err := p.StdoutPipe()
	if err != nil {
		return err
	}
	p.In, p.Out = in, bufio.NewReader(out)
	return p.Cmd.Start()
}

// Says reads one line of the process's output, and fails the test unless it is want.
func (p *Process) Says(t testing.TB, want string) {
	t.Helper()
	got, err := p.Out.ReadString('\n')
	if err != nil || strings.TrimSpace(got) != want {
		t.Fatalf("the process said %q (%v), want %q; its errors: %s", got, err, want, p.Errors)
	}
}

// Tell writes one line to the process's input.
func (p *Process) Tell(t testing.TB, line string) {
	t.Helper()
	if _, err := io.WriteString(p.In, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

// Ends closes the process's input, waits for its end, and returns the rest of
// its output.
func (p *Process) Ends(t testing.TB) string {
	t.Helper()
	_ = p.In.Close()
	rest, err := io.ReadAll(p.Out)
	if err := errors.Join(err, p.Wait()); err != nil {
		t.Fatalf("the process failed: %v\n%s", err, p.Errors)
	}
	return string(rest)
}

// Kill kills the process, and returns its unread output.
func (p *Process) Kill() (string, error) {
	if err := p.Process.Kill(); err != nil {
		return "", err
	}
	rest, err := io.ReadAll(p.Out)
	_ = p.Wait() // it reports the kill
	return string(rest), err
}
