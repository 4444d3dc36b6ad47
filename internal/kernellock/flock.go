//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package kernellock

import (
	"errors"
	"os"
	"syscall"
)

// Available says that the operating system has such locks. A file system may
// still lack them: see [ErrNone].
const Available = true

// Try locks f against other descriptors, including those of this process. It
// never waits: if the lock is held, it returns [ErrBusy] at once.
func Try(f *os.File) error {
	err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.EWOULDBLOCK):
		return ErrBusy
	case errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK):
		return ErrNone
	}
	return os.NewSyscallError("flock", err)
}

// Unlock undoes [Try]. Closing f is not enough: a child process shares the lock
// until it executes its program.
func Unlock(f *os.File) { _ = flock(f, syscall.LOCK_UN) }

// Probe returns [ErrNone] if files in dir cannot be locked, and nil if they can
// or if it cannot tell. It changes nothing.
func Probe(dir string) error {
	fd, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	defer func() { _ = syscall.Close(fd) }()
	// A shared lock on the directory does not block a lock on a file in it.
	err = syscall.Flock(fd, syscall.LOCK_SH|syscall.LOCK_NB)
	if errors.Is(err, errors.ErrUnsupported) || errors.Is(err, syscall.ENOLCK) {
		return ErrNone
	}
	return nil
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
