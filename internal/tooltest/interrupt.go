package tooltest

import (
	"context"
	"os"
)

// Interrupt sends this process what Ctrl-C sends, waits until ctx ends, and returns
// the context's error. A process cannot do so on Windows, where it returns the error
// of trying.
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
