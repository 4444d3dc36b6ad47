//go:build unix

package main

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the lock of a directory, which the system gives back when the process
// ends, however it ends. It reports false if another process has it.
func lock(dir string) (unlock func() error, ok bool, err error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, false, err
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if err == nil {
		return f.Close, true, nil
	}
	if errors.Is(err, syscall.EWOULDBLOCK) {
		err = nil
	}
	return nil, false, errors.Join(err, f.Close())
}
