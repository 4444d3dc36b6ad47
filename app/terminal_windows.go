package app

import (
	"context"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// isForeground returns true: consoles have no background jobs.
func isForeground(*os.File) bool { return true }

// isByLine reports whether the console delivers input line by line.
func isByLine(f *os.File) bool {
	var mode uint32
	err := windows.GetConsoleMode(windows.Handle(f.Fd()), &mode)
	return err == nil && mode&windows.ENABLE_LINE_INPUT != 0
}

// hasInput returns false. A console also counts events of the mouse, the window and
// released keys, so their number does not show whether anything was typed. dropInput
// discards them all.
func hasInput(*os.File) bool { return false }

// dropInput discards unread input, which would become the answer.
func dropInput(f *os.File) { _ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd())) }

// restIsThere is true: a console hands over whole lines, and no event announces the rest
// of a line that has begun to be read.
const restIsThere = true

// waitInput returns nil when a key was pressed that begins a line, and the cause of ctx
// when ctx has ended. It drops the events before that, such as the release of the Enter
// that started the tool: at those, a read would begin to wait for a line, and ctx could
// not end it.
func waitInput(ctx context.Context, f *os.File) error {
	const look = 50 // milliseconds
	console := windows.Handle(f.Fd())
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		event, err := windows.WaitForSingleObject(console, look)
		switch {
		case event == windows.WAIT_FAILED:
			return err
		case event != windows.WAIT_OBJECT_0:
			continue
		case !isByLine(f):
			return nil // the events are another program's
		}
		var r inputRecord
		n, err := r.get(peekConsoleInput, console)
		if err != nil || r.beginsLine() {
			return err
		}
		if n == 0 {
			continue
		}
		if _, err := r.get(readConsoleInput, console); err != nil {
			return err
		}
	}
}

// The calls that package windows lacks.
var (
	kernel32         = windows.NewLazySystemDLL("kernel32.dll")
	peekConsoleInput = kernel32.NewProc("PeekConsoleInputW")
	readConsoleInput = kernel32.NewProc("ReadConsoleInputW")
)

// inputRecord is an INPUT_RECORD: for an event of a key, with a KEY_EVENT_RECORD.
type inputRecord struct {
	kind   uint16
	down   int32
	repeat uint16
	key    uint16
	scan   uint16
	char   uint16
	state  uint32
}

const keyEvent = 1

// get fills r with the next event, and returns how many there were, 0 or 1.
func (r *inputRecord) get(call *windows.LazyProc, console windows.Handle) (n uint32, err error) {
	ok, _, err := call.Call(uintptr(console), uintptr(unsafe.Pointer(r)), 1, uintptr(unsafe.Pointer(&n)))
	if ok == 0 {
		return 0, err
	}
	return n, nil
}

// beginsLine reports whether a character came from the keyboard. One that is composed of
// digits comes when Alt is released.
func (r *inputRecord) beginsLine() bool {
	return r.kind == keyEvent && r.char != 0 && (r.down != 0 || r.key == windows.VK_MENU)
}

// interrupts are the signals that end the question but not the tool, whose command has
// succeeded.
func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }
