package telemetrycmd

import (
	"os"

	"golang.org/x/sys/windows"
)

// tryLock locks f against other handles, or returns an error at once. The lock
// ends with its holder, however that ends.
//
// Locks keep others from the bytes they cover. This one covers a byte that no
// file has.
func tryLock(f *os.File) error {
	const how = windows.LOCKFILE_EXCLUSIVE_LOCK | windows.LOCKFILE_FAIL_IMMEDIATELY
	at := &windows.Overlapped{OffsetHigh: 0x7fffffff}
	return os.NewSyscallError("LockFileEx", windows.LockFileEx(windows.Handle(f.Fd()), how, 0, 1, 0, at))
}
