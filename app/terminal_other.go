//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package app

import (
	"context"
	"os"
)

// isForeground returns true: terminals have no background jobs here.
func isForeground(*os.File) bool { return true }

// isByLine returns true: it cannot be told here.
func isByLine(*os.File) bool { return true }

// hasInput returns false: it cannot be told here.
func hasInput(*os.File) bool { return false }

// dropInput does nothing: pending input is shown when it is read, and can be edited
// then.
func dropInput(*os.File) {}

// restIsThere does not matter where waitInput does not wait.
const restIsThere = false

// waitInput returns at once: the read that follows is what waits.
func waitInput(ctx context.Context, _ *os.File) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// interrupts are the signals that end the question but not the tool, whose
// command has succeeded.
func interrupts() []os.Signal { return []os.Signal{os.Interrupt} }
