package filesink

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

var (
	kernel32     = syscall.NewLazyDLL("kernel32.dll")
	lockFileEx   = kernel32.NewProc("LockFileEx")
	unlockFileEx = kernel32.NewProc("UnlockFileEx")
)

const (
	lockExclusive       = 0x2
	lockFailImmediately = 0x1

	errorLockViolation syscall.Errno = 33

	// Locks keep others from the bytes they cover. This one covers a byte that no
	// file has, so that reading and appending go on.
	lockedOffsetHigh = 0x7fffffff
)

// tryLock locks f against other processes, or returns errBusy at once. The
// operating system undoes it when the process ends.
func tryLock(f *os.File) (unlock func(), err error) {
	at := &syscall.Overlapped{OffsetHigh: lockedOffsetHigh}
	ok, _, errno := lockFileEx.Call(f.Fd(), lockExclusive|lockFailImmediately, 0, 1, 0, uintptr(unsafe.Pointer(at)))
	switch {
	case ok != 0:
		return func() { unlockRange(f) }, nil
	case errors.Is(errno, errorLockViolation) || errors.Is(errno, syscall.ERROR_IO_PENDING):
		return nil, errBusy
	}
	return nil, os.NewSyscallError("LockFileEx", errno)
}

func unlockRange(f *os.File) {
	at := &syscall.Overlapped{OffsetHigh: lockedOffsetHigh}
	_, _, _ = unlockFileEx.Call(f.Fd(), 0, 1, 0, uintptr(unsafe.Pointer(at)))
}
