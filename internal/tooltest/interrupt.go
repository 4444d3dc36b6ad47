package tooltest

import (
	"context"
	"os"
)

// Interrupt sends this process the signal of Ctrl-C, waits until ctx ends, and
// returns the context's error. On Windows a process cannot do that, and Interrupt
// returns the error of the attempt.
func Interrupt(ctx context.Context) error {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		err = self.Signal(os.Interrupt)
	}
	if err != nil {
		return err
	}
	<-ctx.Done()
	return ctx.Err()
}
