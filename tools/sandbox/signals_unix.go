//go:build unix

package main

import (
	"os"
	"syscall"
)

// forwarded are the signals that end a program; of SIGQUIT, a Go program prints
// where each goroutine is.
var forwarded = []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGQUIT}
