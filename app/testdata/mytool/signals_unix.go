//go:build unix

package main

import "syscall"

// The tests of Linux send these.
const cancelSignal, resumeSignal = syscall.SIGUSR2, syscall.SIGUSR1
