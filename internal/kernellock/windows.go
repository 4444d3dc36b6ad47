//go:build windows

package kernellock

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

// Available says that the operating system has such locks.
const Available = true

var (
	kernel32     = syscall.NewLazyDLL("kernel32.dll")
	lockFileEx   = kernel32.NewProc("LockFileEx")
	unlockFileEx = kernel32.NewProc("UnlockFileEx")
)

const (
	exclusive       = 0x2
	failImmediately = 0x1

	errorLockViolation syscall.Errno = 33

	// A lock blocks access to the bytes that it covers. This one covers a byte
	// that no file has, so reading and appending go on.
	offsetHigh = 0x7fffffff
)

// Try locks f against other handles, including those of this process. It never
// waits: if the lock is held, it returns [ErrBusy] at once.
func Try(f *os.File) error {
	at := &syscall.Overlapped{OffsetHigh: offsetHigh}
	ok, _, errno := lockFileEx.Call(f.Fd(), exclusive|failImmediately, 0, 1, 0, uintptr(unsafe.Pointer(at)))
	switch {
	case ok != 0:
		return nil
	case errors.Is(errno, errorLockViolation) || errors.Is(errno, syscall.ERROR_IO_PENDING):
		return ErrBusy
	}
	return os.NewSyscallError("LockFileEx", errno)
}

// Unlock undoes [Try].
func Unlock(f *os.File) {
	at := &syscall.Overlapped{OffsetHigh: offsetHigh}
	_, _, _ = unlockFileEx.Call(f.Fd(), 0, 1, 0, uintptr(unsafe.Pointer(at)))
}

// Probe returns nil: it cannot tell file systems apart here.
func Probe(string) error { return nil }
