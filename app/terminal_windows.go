package app

import (
	"context"
	"os"
	"time"

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

// waitInput returns nil when an event arrives at the console, and the cause of ctx
// when ctx has ended.
func waitInput(ctx context.Context, f *os.File) error {
	const look = 50 * time.Millisecond
	for {
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		var n uint32
		if err := windows.GetNumberOfConsoleInputEvents(windows.Handle(f.Fd()), &n); err != nil {
			return err
		}
		if n > 0 {
			return nil
		}
		event, err := windows.WaitForSingleObject(windows.Handle(f.Fd()), uint32(look.Milliseconds()))
		if event == windows.WAIT_FAILED {
			return err
		}
	}
}

// interrupts are the signals that end the question but not the tool, whose command has
// succeeded.
func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }
