//go:build !unix

package main

import "syscall"

// There is no other signal here.
const cancelSignal, resumeSignal = syscall.SIGINT, syscall.SIGINT
