package tooltest

import (
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"
)

// CtrlC is the input of that key.
const CtrlC = "\x03"

// Terminal is a terminal with one tool in its foreground.
type Terminal struct {
	Glass *os.File // the user's side
	t     testing.TB
	cmd   *exec.Cmd
	done  chan struct{}

	mu     sync.Mutex
	screen strings.Builder
	read   int // how much of the screen Expect has consumed
	seen   *sync.Cond
	blank  bool // nothing more will come
}

// StartTerminal starts cmd in a new terminal.
func StartTerminal(t testing.TB, cmd *exec.Cmd) *Terminal {
	t.Helper()
	glass, tool := open(t)
	term := &Terminal{t: t, Glass: glass, cmd: cmd, done: make(chan struct{})}
	term.seen = sync.NewCond(&term.mu)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = tool, tool, tool
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	_ = tool.Close()
	go term.watch()
	go func() {
		_ = cmd.Wait()
		close(term.done)
	}()
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		<-term.done
		_ = glass.Close()
	})
	return term
}

func open(t testing.TB) (glass, tool *os.File) {
	t.Helper()
	glass, err := os.OpenFile("/dev/ptmx", os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	var unlocked, number int32
	Control(t, glass, func(fd uintptr) error {
		for request, value := range map[uintptr]*int32{syscall.TIOCSPTLCK: &unlocked, syscall.TIOCGPTN: &number} {
			if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, fd, request, uintptr(unsafe.Pointer(value))); errno != 0 { //nolint:gosec // the kernel reads or fills it in
				return errno
			}
		}
		return nil
	})
	tool, err = os.OpenFile("/dev/pts/"+strconv.Itoa(int(number)), os.O_RDWR|syscall.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	return glass, tool
}

// Control calls do with the descriptor of f. It avoids Fd, after which no deadline
// could end a read.
func Control(t testing.TB, f *os.File, do func(fd uintptr) error) {
	t.Helper()
	raw, err := f.SyscallConn()
	if err == nil {
		err = raw.Control(func(fd uintptr) {
			if err := do(fd); err != nil {
				t.Error(err)
			}
		})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func (term *Terminal) watch() {
	var buf [4096]byte
	for {
		n, err := term.Glass.Read(buf[:])
		term.mu.Lock()
		term.screen.WriteString(strings.ReplaceAll(string(buf[:n]), "\r", ""))
		term.blank = err != nil
		term.seen.Broadcast()
		term.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Type types text. A line must include its line break.
func (term *Terminal) Type(text string) {
	term.t.Helper()
	if _, err := term.Glass.WriteString(text); err != nil {
		term.t.Fatal(err)
	}
}

// Expect waits until text appears on the screen after the text expected before,
// and returns all that appeared until then.
func (term *Terminal) Expect(text string) string {
	term.t.Helper()
	timer := time.AfterFunc(patience, func() {
		term.mu.Lock()
		defer term.mu.Unlock()
		term.blank = true
		term.seen.Broadcast()
	})
	defer timer.Stop()
	term.mu.Lock()
	defer term.mu.Unlock()
	for {
		if before, _, ok := strings.Cut(term.screen.String()[term.read:], text); ok {
			term.read += len(before) + len(text)
			return before + text
		}
		if term.blank {
			term.t.Fatalf("%q does not appear on the screen:\n%s", text, term.screen.String())
		}
		term.seen.Wait()
	}
}

// Wait waits for the end of the tool, and returns how it ended: "exit status 1", or
// "signal: interrupt".
func (term *Terminal) Wait() string {
	term.t.Helper()
	select {
	case <-term.done:
	case <-time.After(patience):
		term.t.Fatal("the tool does not end")
	}
	return term.cmd.ProcessState.String()
}

// Insist types text repeatedly until the tool has ended, and returns how it
// ended.
func (term *Terminal) Insist(text string) string {
	term.t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	giveUp := time.After(patience)
	for {
		// Input just after the end of the tool goes nowhere.
		_, _ = term.Glass.WriteString(text)
		select {
		case <-term.done:
			return term.cmd.ProcessState.String()
		case <-giveUp:
			term.t.Fatal("the tool does not end")
		case <-again.C:
		}
	}
}

// Rest waits for the end of the tool, and returns what appeared after the
// expected text.
func (term *Terminal) Rest() string {
	term.t.Helper()
	term.Wait()
	term.mu.Lock()
	defer term.mu.Unlock()
	for !term.blank {
		term.seen.Wait()
	}
	rest := term.screen.String()[term.read:]
	term.read += len(rest)
	return rest
}
