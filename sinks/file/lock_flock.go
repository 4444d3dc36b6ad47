//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package filesink

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks f against other processes, or returns errBusy at once. The
// kernel undoes it when the process ends.
func tryLock(f *os.File) (unlock func(), err error) {
	if err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errBusy
		}
		return nil, os.NewSyscallError("flock", err)
	}
	// Closing f would not do: a child that is being started shares the lock until
	// it runs its program.
	return func() { _ = flock(f, syscall.LOCK_UN) }, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
