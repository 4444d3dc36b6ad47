//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package app

import (
	"context"
	"os"
)

// isForeground returns true: there are no jobs in the background of a terminal.
func isForeground(*os.File) bool { return true }

// isByLine returns true: it cannot be told here.
func isByLine(*os.File) bool { return true }

// hasInput returns false: it cannot be told here.
func hasInput(*os.File) bool { return false }

// dropInput does nothing: what is typed is shown and can be changed when it is read.
func dropInput(*os.File) {}

// waitInput returns at once: the read that follows is what waits.
func waitInput(ctx context.Context, _ *os.File) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// interrupts are the signals that end the question and not the tool, whose
// command has succeeded.
func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }
