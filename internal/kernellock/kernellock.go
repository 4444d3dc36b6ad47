// Package kernellock locks files against other processes. Its locks end with
// their holder, however that ends: flock on Unix, LockFileEx on Windows.
//
// It never makes a lock file, which would outlive a killed process, and never
// uses fcntl's locks, which vanish when any descriptor of the file is closed.
package kernellock

import (
	"errors"
	"fmt"
)

// ErrBusy says that another descriptor holds the lock.
var ErrBusy = errors.New("the lock is held by another process")

// ErrNone says that no lock here ends with its holder, on this operating system
// or on this file's file system. It wraps [errors.ErrUnsupported].
var ErrNone = fmt.Errorf("the file system has no locks that end with their process: %w", errors.ErrUnsupported)
