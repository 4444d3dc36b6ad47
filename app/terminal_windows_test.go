package app

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The calls that package windows lacks.
var (
	writeConsoleInput     = kernel32.NewProc("WriteConsoleInputW")
	setConsoleCtrlHandler = kernel32.NewProc("SetConsoleCtrlHandler")
)

func actAsShell() (code int, ok bool) {
	if os.Getenv(roleOfShell) == "" {
		return 0, false
	}
	return shell(), true
}

// shell runs the lines that are typed. A line that begins with a number runs when so
// many keys have been typed behind it.
func shell() int {
	signal.Notify(make(chan os.Signal, 1), os.Interrupt) // Ctrl-C also reaches the shell
	// The standard handles are those of the test, or none.
	in, inErr := os.OpenFile("CONIN$", os.O_RDWR, 0)
	out, outErr := os.OpenFile("CONOUT$", os.O_RDWR, 0)
	if inErr != nil || outErr != nil {
		return 70
	}
	go func() {
		if err := interruptWhenTold(in); err != nil {
			fmt.Fprintln(out, err)
		}
	}()
	code := 0
	for {
		fmt.Fprintf(out, "[%d] $ ", code)
		line, err := lineOf(in)
		if err != nil {
			fmt.Fprintln(out, err)
			return 70
		}
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		if ahead, err := strconv.Atoi(words[0]); err == nil {
			words = words[1:]
			for pressed(in) < ahead {
				time.Sleep(time.Millisecond)
			}
		}
		if words[0] == "echo" {
			fmt.Fprintln(out, strings.Join(words[1:], " "))
			continue
		}
		cmd := exec.Command(os.Getenv("TOOL"), words[1:]...)
		cmd.Stdin, cmd.Stdout, cmd.Stderr = in, out, out
		if err := cmd.Run(); cmd.ProcessState == nil {
			fmt.Fprintln(out, err)
			return 70
		}
		code = cmd.ProcessState.ExitCode()
	}
}

// toInterrupt is the file, in the home, that tells the shell to interrupt the tool.
const toInterrupt = "interrupt"

// interruptWhenTold sends Ctrl-C to all that is in this console, after what does not
// answer: a key is released, as Enter is when the tool has started, and a key without
// a character is pressed.
func interruptWhenTold(in *os.File) error {
	for os.Remove(toInterrupt) != nil {
		time.Sleep(time.Millisecond)
	}
	released := inputRecord{kind: keyEvent, key: windows.VK_RETURN, char: '\r'}
	shift := inputRecord{kind: keyEvent, down: 1, key: windows.VK_SHIFT}
	for _, r := range []inputRecord{released, shift} {
		var n uint32
		if ok, _, err := writeConsoleInput.Call(in.Fd(), uintptr(unsafe.Pointer(&r)), 1, uintptr(unsafe.Pointer(&n))); ok == 0 {
			return err
		}
	}
	for unread := uint32(1); unread > 0; {
		time.Sleep(time.Millisecond)
		if err := windows.GetNumberOfConsoleInputEvents(windows.Handle(in.Fd()), &unread); err != nil {
			return err
		}
	}
	return windows.GenerateConsoleCtrlEvent(windows.CTRL_C_EVENT, 0)
}

// lineOf reads a line, and nothing behind it. Ctrl-C ends a read, but no line.
func lineOf(in *os.File) (string, error) {
	var line []byte
	for {
		var b [1]byte
		if _, err := in.Read(b[:]); err != nil && !errors.Is(err, io.EOF) {
			return "", err
		}
		switch b[0] {
		case '\n':
			return string(line), nil
		case 0, '\r':
		default:
			line = append(line, b[0])
		}
	}
}

// pressed returns how many keys with a character were pressed and not read yet.
func pressed(in *os.File) int {
	var records [64]inputRecord
	var n uint32
	_, _, _ = peekConsoleInput.Call(in.Fd(), uintptr(unsafe.Pointer(&records)), uintptr(len(records)), uintptr(unsafe.Pointer(&n)))
	keys := 0
	for _, r := range records[:n] {
		if r.kind == keyEvent && r.down != 0 && r.char != 0 {
			keys++
		}
	}
	return keys
}

// person is somebody who sits at a pseudo console of a machine, with a shell.
type person struct {
	*machine
	t    *testing.T
	keys *os.File

	mu     sync.Mutex
	screen []byte // as it was drawn
	read   int    // how much of its text Expect has consumed
	seen   *sync.Cond
	blank  bool // nothing more will come
}

// sit starts a shell in a new pseudo console, in a home of its own.
func sit(t *testing.T) *person {
	t.Helper()
	p := &person{machine: newMachine(t), t: t}
	p.seen = sync.NewCond(&p.mu)
	var keys, drawn *os.File // the console's ends
	var glass *os.File
	var err, drawnErr error
	keys, p.keys, err = os.Pipe()
	glass, drawn, drawnErr = os.Pipe()
	if err := errors.Join(err, drawnErr); err != nil {
		t.Fatal(err)
	}
	var pseudo windows.Handle
	size := windows.Coord{X: 200, Y: 100} // no line is wrapped, and none leaves the screen
	if err := windows.CreatePseudoConsole(size, windows.Handle(keys.Fd()), windows.Handle(drawn.Fd()), 0, &pseudo); err != nil {
		t.Fatal(err)
	}
	_, _ = keys.Close(), drawn.Close() // it has its own handles of them
	process, err := p.start(pseudo)
	if err != nil {
		t.Fatal(err)
	}
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		p.watch(glass)
	}()
	t.Cleanup(func() {
		_ = windows.TerminateProcess(process, 1)
		windows.ClosePseudoConsole(pseudo)
		<-watched
		_, _, _ = p.keys.Close(), glass.Close(), windows.CloseHandle(process)
	})
	p.Expect("[0] $ ")
	return p
}

// start starts the shell in a pseudo console, which package os/exec cannot do.
func (p *person) start(pseudo windows.Handle) (process windows.Handle, err error) {
	self, err := os.Executable()
	if err != nil {
		return 0, err
	}
	attributes, err := windows.NewProcThreadAttributeList(1)
	if err != nil {
		return 0, err
	}
	defer attributes.Delete()
	// The attribute's value is the handle, not where it is.
	value := *(*unsafe.Pointer)(unsafe.Pointer(&pseudo))
	if err := attributes.Update(windows.PROC_THREAD_ATTRIBUTE_PSEUDOCONSOLE, value, unsafe.Sizeof(pseudo)); err != nil {
		return 0, err
	}
	startup := windows.StartupInfoEx{ProcThreadAttributeList: attributes.List()}
	startup.Cb = uint32(unsafe.Sizeof(startup))
	var env []uint16
	for _, v := range append([]string{roleOfShell + "=1", "TOOL=" + p.tool}, p.env...) {
		text, err := windows.UTF16FromString(v)
		if err != nil {
			return 0, err
		}
		env = append(env, text...)
	}
	env = append(env, 0)
	application, err := windows.UTF16PtrFromString(self)
	if err != nil {
		return 0, err
	}
	home, err := windows.UTF16PtrFromString(p.home)
	if err != nil {
		return 0, err
	}
	// That Ctrl-C is ignored would be inherited.
	_, _, _ = setConsoleCtrlHandler.Call(0, 0)
	var info windows.ProcessInformation
	err = windows.CreateProcess(application, nil, nil, nil, false,
		windows.EXTENDED_STARTUPINFO_PRESENT|windows.CREATE_UNICODE_ENVIRONMENT, &env[0], home, &startup.StartupInfo, &info)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", filepath.Base(self), err)
	}
	_ = windows.CloseHandle(info.Thread)
	return info.Process, nil
}

func (p *person) watch(glass *os.File) {
	var buf [4096]byte
	for {
		n, err := glass.Read(buf[:])
		p.mu.Lock()
		p.screen = append(p.screen, buf[:n]...)
		p.blank = err != nil
		p.seen.Broadcast()
		p.mu.Unlock()
		if err != nil {
			return
		}
	}
}

// Type types text. A line ends with "\r".
func (p *person) Type(text string) {
	p.t.Helper()
	if _, err := p.keys.WriteString(text); err != nil {
		p.t.Fatal(err)
	}
}

// Expect waits until text appears on the screen after the text expected before, and
// returns all that appeared until then, without blanks: a console may move the cursor
// instead of writing them.
func (p *person) Expect(text string) string {
	p.t.Helper()
	timer := time.AfterFunc(patience, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.blank = true
		p.seen.Broadcast()
	})
	defer timer.Stop()
	p.mu.Lock()
	defer p.mu.Unlock()
	text = legible([]byte(text))
	for {
		if before, _, ok := strings.Cut(legible(p.screen)[p.read:], text); ok {
			p.read += len(before) + len(text)
			return before + text
		}
		if p.blank {
			p.t.Fatalf("%q does not appear on the screen: %q", text, p.screen)
		}
		p.seen.Wait()
	}
}

// control matches what moves the cursor or changes the colour, and not the text.
var control = regexp.MustCompile(`\x1b\][^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[0-?]*[\x20-\x2f]*[\x40-\x7e]|\x1b[^\[\]]`)

// legible returns the text of what a console drew, without blanks.
func legible(drawn []byte) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) {
			return -1
		}
		return r
	}, control.ReplaceAllString(string(drawn), ""))
}

// isAsked types a command, and waits for the question.
func (p *person) isAsked(line string) {
	p.t.Helper()
	p.Type(line + "\r")
	p.Expect(asks)
}

// ends waits until the command has ended with the code, and checks what it said last.
func (p *person) ends(code int, says string) {
	p.t.Helper()
	end := fmt.Sprintf("[%d] $ ", code)
	if shown := p.Expect(end); !strings.HasSuffix(shown, legible([]byte(says+end))) {
		p.t.Errorf("it says %q, want %q", shown, says)
	}
}
