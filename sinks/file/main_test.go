package filesink_test

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

// roleVariable makes the test binary act as another process of a tool.
const roleVariable = "FILESINK_TEST_ROLE"

// roles are what other processes do. They report on standard output, and return
// what went wrong.
var roles = map[string]func(args []string) error{
	"write": writeRole,
	"hold":  holdRole,
}

func TestMain(m *testing.M) {
	name := os.Getenv(roleVariable)
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

// process is another process of the test binary.
type process struct {
	*exec.Cmd
	stdin  io.WriteCloser
	stdout *bufio.Reader
	stderr *strings.Builder
}

// start starts a process in the role. It is killed at the end of the test, if it
// has not ended by itself.
func start(t testing.TB, role string, args ...string) *process {
	t.Helper()
	p := command(role, args...)
	p.start(t)
	return p
}

func command(role string, args ...string) *process {
	p := &process{Cmd: exec.Command(os.Args[0], args...), stderr: new(strings.Builder)}
	p.Env = append(os.Environ(), roleVariable+"="+role)
	p.Stderr = p.stderr
	return p
}

func (p *process) start(t testing.TB) {
	t.Helper()
	if err := p.run(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if p.ProcessState == nil {
			_, _ = p.kill()
		}
	})
}

// run starts the process. Whoever calls it ends the process.
func (p *process) run() error {
	in, err := p.StdinPipe()
	if err != nil {
		return err
	}
	out, err := p.StdoutPipe()
	if err != nil {
		return err
	}
	p.stdin, p.stdout = in, bufio.NewReader(out)
	return p.Start()
}

// says reads one line of the process's output, and fails the test if it is not
// want.
func (p *process) says(t testing.TB, want string) {
	t.Helper()
	got, err := p.stdout.ReadString('\n')
	if err != nil || strings.TrimSpace(got) != want {
		t.Fatalf("the process said %q (%v), want %q; its errors: %s", got, err, want, p.stderr)
	}
}

// tell writes one line to the process's input.
func (p *process) tell(t testing.TB, line string) {
	t.Helper()
	if _, err := io.WriteString(p.stdin, line+"\n"); err != nil {
		t.Fatal(err)
	}
}

// ends waits until the process has ended, and returns the rest of its output.
func (p *process) ends(t testing.TB) string {
	t.Helper()
	_ = p.stdin.Close()
	rest, err := io.ReadAll(p.stdout)
	if err := errors.Join(err, p.Cmd.Wait()); err != nil {
		t.Fatalf("the process failed: %v\n%s", err, p.stderr)
	}
	return string(rest)
}

// kill ends the process at once, and returns what it had said until then.
func (p *process) kill() (string, error) {
	if err := p.Process.Kill(); err != nil {
		return "", err
	}
	rest, err := io.ReadAll(p.stdout)
	_ = p.Cmd.Wait() // that it was killed is no news
	return string(rest), err
}
