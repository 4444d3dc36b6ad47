package app

import (
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"github.com/optin-go/optin/internal/tooltest"
)

func actAsShell() (code int, ok bool) {
	if os.Getenv(roleOfShell) == "" {
		return 0, false
	}
	return shell(), true
}

// shell runs the lines that are typed, each in the foreground of its terminal, or
// in the background if it ends with "&". It notes every exit code in a file.
func shell() int {
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP) // so that a lost terminal does not end it
	codes, err := os.OpenFile(os.Getenv("CODES"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return 70
	}
	code := 0
	for {
		fmt.Printf("[%d] $ ", code)
		line, err := lineOf(os.Stdin)
		if err != nil {
			return 0
		}
		line, background := strings.CutSuffix(line, "&")
		cmd := exec.Command("/bin/sh", "-c", "exec "+line)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
		cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Foreground: !background}
		if err := cmd.Run(); err != nil && cmd.ProcessState == nil {
			fmt.Println(err)
		}
		code = cmd.ProcessState.ExitCode()
		signal.Ignore(syscall.SIGTTOU)
		_ = unix.IoctlSetPointerInt(0, unix.TIOCSPGRP, unix.Getpgrp())
		signal.Reset(syscall.SIGTTOU)
		fmt.Fprintln(codes, code)
	}
}

// lineOf reads a line, and nothing behind it, whatever the terminal is set to.
func lineOf(in *os.File) (string, error) {
	var line []byte
	for {
		var b [1]byte
		if _, err := in.Read(b[:]); err != nil {
			return "", err
		}
		if b[0] == '\n' {
			return string(line), nil
		}
		line = append(line, b[0])
	}
}

// person is somebody who sits at a terminal of a machine.
type person struct {
	*machine
	*tooltest.Terminal
	t     *testing.T
	codes string
}

// sit starts a shell in a new terminal, in a home of its own.
func sit(t *testing.T, env ...string) *person {
	t.Helper()
	return sitAt(t, newMachine(t, env...))
}

// sitAt starts a shell in a new terminal. People may share a machine.
func sitAt(t *testing.T, m *machine) *person {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	codes := filepath.Join(t.TempDir(), "codes")
	shell := exec.Command(self)
	shell.Dir = m.home
	shell.Env = append([]string{"TERM=dumb", "CODES=" + codes, roleOfShell + "=1"}, m.env...)
	shell.Env = append(shell.Env, "PATH="+filepath.Dir(m.tool)+":/usr/bin:/bin")
	p := &person{machine: m, Terminal: tooltest.StartTerminal(t, shell), t: t, codes: codes}
	p.Expect("[0] $ ")
	return p
}

func (p *person) control(do func(fd int) error) {
	p.t.Helper()
	tooltest.Control(p.t, p.Glass, func(fd uintptr) error { return do(int(fd)) })
}

func (p *person) settings() (s unix.Termios) {
	p.t.Helper()
	p.control(func(fd int) error {
		settings, err := unix.IoctlGetTermios(fd, unix.TCGETS)
		if err == nil {
			s = *settings
		}
		return err
	})
	return s
}

// runs types a command, and returns what it shows until it ended with the code,
// without what was typed.
func (p *person) runs(line string, code int) string {
	p.t.Helper()
	p.Type(line + "\n")
	p.Expect(line + "\n")
	return p.ends(code)
}

// ends returns what is shown until the command ended with the code.
func (p *person) ends(code int) string {
	p.t.Helper()
	end := fmt.Sprintf("[%d] $ ", code)
	return strings.TrimSuffix(p.Expect(end), end)
}

// isAsked types a command, and waits for the question.
func (p *person) isAsked(line string) string {
	p.t.Helper()
	p.Type(line + "\n")
	p.Expect(line + "\n")
	return p.Expect(asks)
}

// Whoever can write to the log must not command the terminal of who looks at it.
func TestWhatATerminalWouldObeyIsEscaped(t *testing.T) {
	t.Parallel()
	p := sitAt(t, newMachine(t).enable())
	p.must("print", "x")
	_, rest, _ := strings.Cut(strings.TrimSpace(p.left()), "{")
	line := "{" + rest
	for _, planted := range []string{"\u009b31m", "\u202e", "\u2028", "\u200b"} {
		hostile := strings.Replace(line, `"command":"print"`, `"command":"`+planted+`"`, 1)
		if err := os.WriteFile(p.state("events.jsonl"), []byte(hostile+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		shown := p.runs("mytool telemetry show", 0)
		if strings.Contains(shown, planted) || !strings.Contains(shown, `"command":"\u`) {
			t.Errorf("it shows %q", shown)
		}
		if got := p.run("telemetry", "show"); got.stdout != hostile+"\n" {
			t.Errorf("for programs, it prints %q, want %q", got.stdout, hostile)
		}
	}
}
