package app

import (
	"context"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// isForeground returns true: there are no jobs in the background of a console.
func isForeground(*os.File) bool { return true }

// isByLine reports whether the console hands over what is typed line by line.
func isByLine(f *os.File) bool {
	var mode uint32
	err := windows.GetConsoleMode(windows.Handle(f.Fd()), &mode)
	return err == nil && mode&windows.ENABLE_LINE_INPUT != 0
}

// hasInput returns false. A console's events are also those of the mouse, the window
// and of keys that are let go, so that their number says nothing of what was typed.
// dropInput forgets all of them.
func hasInput(*os.File) bool { return false }

// dropInput forgets what was typed and not read: it would become the answer.
func dropInput(f *os.File) { _ = windows.FlushConsoleInputBuffer(windows.Handle(f.Fd())) }

// waitInput returns nil when something happened at the console, and the cause of ctx
// when that has ended.
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

// interrupts are the signals that end the question and not the tool, whose command has
// succeeded.
func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }
