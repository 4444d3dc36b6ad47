// Package kernellock locks files against other processes with locks that end
// with their holder, however that ends: flock, and LockFileEx on Windows.
//
// It never makes a lock file, which would outlive a killed process, and never
// uses fcntl's locks, which vanish when any descriptor of the file is closed.
package kernellock

import (
	"errors"
	"fmt"
)

// ErrBusy is returned by [Try] when another descriptor holds the lock.
var ErrBusy = errors.New("the lock is held by another process")

// ErrNone is returned by [Try] where no lock ends with its holder: on this
// operating system, or on this file's file system. It is
// [errors.ErrUnsupported] as well.
var ErrNone = fmt.Errorf("the file system has no locks that end with their process: %w", errors.ErrUnsupported)
