//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package telemetrycmd

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks f against other descriptors, or returns an error at once. The
// lock ends with its holder, however that ends.
func tryLock(f *os.File) error {
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if !errors.Is(err, syscall.EINTR) {
			return os.NewSyscallError("flock", err)
		}
	}
}
