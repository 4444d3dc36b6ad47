//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package spoolsink

import (
	"errors"
	"os"
	"syscall"
)

// kernelLocks says that a lock ends with its holder, however that ends.
const kernelLocks = true

// tryLock locks f against other descriptors, or returns errBusy at once.
func tryLock(f *os.File) error {
	if err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		if errors.Is(err, syscall.EWOULDBLOCK) {
			return errBusy
		}
		return os.NewSyscallError("flock", err)
	}
	return nil
}

// unlock undoes tryLock. Closing f would not do: a child that is being started
// shares the lock until it runs its program.
func unlock(f *os.File) { _ = flock(f, syscall.LOCK_UN) }

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
