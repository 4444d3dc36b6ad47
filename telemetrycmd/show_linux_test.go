package telemetrycmd

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// openTerminal returns both ends of a new pseudo-terminal.
func openTerminal(t *testing.T) (screen, terminal *os.File) {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { screen.Close() })
	n, err := unix.IoctlGetInt(int(screen.Fd()), unix.TIOCGPTN)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.IoctlSetPointerInt(int(screen.Fd()), unix.TIOCSPTLCK, 0); err != nil {
		t.Fatal(err)
	}
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { terminal.Close() })
	return screen, terminal
}

func TestF60ShowOnATerminal(t *testing.T) {
	screen, terminal := openTerminal(t)
	w := newEventWriter(terminal, outputText)
	w.line([]byte("{\"name\":\"\u009b31m\u202e\"}"))
	if err := w.end(""); err != nil {
		t.Fatal(err)
	}
	buf := make([]byte, 1000)
	n, err := screen.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "on the terminal", strings.TrimSpace(string(buf[:n])), `{"name":"\u009b31m\u202e"}`)
}
