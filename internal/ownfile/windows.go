//go:build windows

package ownfile

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"
	"unsafe"
)

const errorSharingViolation syscall.Errno = 32

// A virus scanner or an indexer may hold a file for a moment. Calls retry for 200
// ms at most.
const (
	tries = 20
	pause = 10 * time.Millisecond
)

// InUse reports whether err says that another process has a file open in a way
// that keeps this one from opening, renaming or removing it.
func InUse(err error) bool {
	return errors.Is(err, syscall.ERROR_ACCESS_DENIED) || errors.Is(err, errorSharingViolation)
}

func patiently(try func() error) error {
	for n := 1; ; n++ {
		err := try()
		if !InUse(err) || n == tries {
			return err
		}
		time.Sleep(pause)
	}
}

// rename replaces a file that others have open, which [os.Rename] does not: it does
// not ask for the POSIX semantics of Windows 10, and [os.Root] does. What serves no
// such rename, as a network drive may not, may serve the other.
func rename(oldPath, newPath string) error {
	_, name := filepath.Split(newPath)
	// A path without a name, as "dir/" is, must not become dir/dir.
	if dir, err := os.OpenRoot(filepath.Dir(newPath)); err == nil {
		defer dir.Close()
		if name != "" && dir.Rename(filepath.Base(oldPath), name) == nil {
			return nil
		}
	}
	return os.Rename(oldPath, newPath)
}

// open never follows a link at the end of path.
func open(path string, flag int) (*os.File, error) {
	return openShared(path, flag, syscall.FILE_FLAG_OPEN_REPARSE_POINT)
}

// openShared shares the right to delete, which [os.OpenFile] does not. Without
// it nobody could rename or remove a file that another process has open.
func openShared(path string, flag int, attrs uint32) (*os.File, error) {
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
	const share = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
	name, err := syscall.UTF16PtrFromString(path)
	var h syscall.Handle
	if err == nil {
		err = whileShared(func() (err error) {
			h, err = syscall.CreateFile(name, access, share, nil, disposition, syscall.FILE_ATTRIBUTE_NORMAL|attrs, 0)
			return err
		})
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

// whileShared is patiently, except that it does not retry "access denied": that
// is how opening a directory, or a file without the right to it, fails.
func whileShared(try func() error) error {
	for n := 1; ; n++ {
		err := try()
		if !errors.Is(err, errorSharingViolation) || n == tries {
			return err
		}
		time.Sleep(pause)
	}
}

func read(path string, most int, follow bool) ([]byte, Meta, error) {
	meta := Meta{Owner: -1, Group: -1, Perm: 0o600}
	var attrs uint32
	if !follow {
		attrs = syscall.FILE_FLAG_OPEN_REPARSE_POINT
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, Meta{}, refused(path, ErrDirectory)
	}
	f, err := openShared(path, os.O_RDONLY, attrs)
	if err != nil {
		return nil, Meta{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, Meta{}, err
	}
	if reason := typeError(info.Mode()); reason != nil {
		return nil, Meta{}, refused(path, reason)
	}
	if meta.ID, err = idOf(syscall.Handle(f.Fd())); err != nil {
		return nil, Meta{}, err
	}
	data, err := io.ReadAll(io.LimitReader(f, int64(most)))
	return data, meta, err
}

var getFileInformationByHandleEx = syscall.NewLazyDLL("kernel32.dll").NewProc("GetFileInformationByHandleEx")

// links returns the number of names of f. A file that vanishes when its last
// user closes it has none.
func links(f *os.File, _ fs.FileInfo) (uint64, error) {
	const fileStandardInfo = 1
	var info struct {
		allocationSize, endOfFile int64
		numberOfLinks             uint32
		deletePending, directory  bool
	}
	ok, _, errno := getFileInformationByHandleEx.Call(f.Fd(), fileStandardInfo, uintptr(unsafe.Pointer(&info)), unsafe.Sizeof(info))
	switch {
	case ok == 0:
		return 0, os.NewSyscallError("GetFileInformationByHandleEx", errno)
	case info.deletePending:
		return 0, nil
	}
	return uint64(info.numberOfLinks), nil
}

// IsForeign returns false: access rights, not the owner, say who may write.
func IsForeign(fs.FileInfo) bool { return false }

// IsPrivate returns true: a file has the access rights of its directory.
func IsPrivate(fs.FileInfo) bool { return true }

// MakePrivate does nothing, for the same reason.
func MakePrivate(*os.File, fs.FileInfo) error { return nil }
