package main

import (
	"os"
	"os/signal"
)

// forward hands this process's signals to another one until stop is called.
func forward(to *os.Process) (stop func()) {
	signals := make(chan os.Signal, 8)
	signal.Notify(signals, forwarded...)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for s := range signals {
			_ = to.Signal(s) // it may have ended
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
		<-done
	}
}
