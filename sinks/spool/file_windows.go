package spoolsink

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

const errorSharingViolation syscall.Errno = 32

// A virus scanner that has a file for a moment is waited for, 50 ms at most.
const (
	scannerTries = 5
	scannerPause = 10 * time.Millisecond
)

// openFile opens a file of the queue. It must not follow a link.
//
// [os.OpenFile] does not share the right to delete, without which nobody could
// remove a segment that another process has open.
func openFile(path string, flag int) (*os.File, error) {
	access := uint32(syscall.GENERIC_READ | syscall.GENERIC_WRITE)
	switch {
	case flag&os.O_APPEND != 0:
		access = syscall.GENERIC_READ | syscall.FILE_APPEND_DATA | syscall.FILE_WRITE_ATTRIBUTES | syscall.SYNCHRONIZE
	case flag&(os.O_RDWR|os.O_WRONLY) == 0:
		access = syscall.GENERIC_READ
	}
	disposition := uint32(syscall.OPEN_EXISTING)
	switch {
	case flag&(os.O_CREATE|os.O_EXCL) == os.O_CREATE|os.O_EXCL:
		disposition = syscall.CREATE_NEW
	case flag&os.O_CREATE != 0:
		disposition = syscall.OPEN_ALWAYS
	}
	const (
		share = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
		attrs = syscall.FILE_ATTRIBUTE_NORMAL | syscall.FILE_FLAG_OPEN_REPARSE_POINT
	)
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	for try := 1; ; try++ {
		h, err := syscall.CreateFile(name, access, share, nil, disposition, attrs, 0)
		switch {
		case err == nil:
			return os.NewFile(uintptr(h), path), nil
		case !errors.Is(err, errorSharingViolation) || try == scannerTries:
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
		time.Sleep(scannerPause)
	}
}

// links returns the number of names of f.
func links(f *os.File, _ fs.FileInfo) (uint64, error) {
	var info syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(syscall.Handle(f.Fd()), &info); err != nil {
		return 0, os.NewSyscallError("GetFileInformationByHandle", err)
	}
	return uint64(info.NumberOfLinks), nil
}

// isForeign returns false: access rights say who may write, not the owner.
func isForeign(fs.FileInfo) bool { return false }

// isPrivate returns true: a file has the access rights of its directory.
func isPrivate(fs.FileInfo) bool { return true }

// tighten does nothing, for the same reason.
func tighten(string, fs.FileMode) error { return nil }

// rename replaces newPath by oldPath, which Windows refuses while a reader has
// newPath open.
func rename(oldPath, newPath string) error {
	for try := 1; ; try++ {
		err := os.Rename(oldPath, newPath)
		busy := errors.Is(err, syscall.ERROR_ACCESS_DENIED) || errors.Is(err, errorSharingViolation)
		if !busy || try == scannerTries {
			return err
		}
		time.Sleep(scannerPause)
	}
}
