//go:build unix

package httpsink_test

import "syscall"

// refusedError is what a connection fails with that nobody takes.
const refusedError = syscall.ECONNREFUSED
