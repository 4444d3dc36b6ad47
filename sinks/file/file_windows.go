package filesink

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
	"unsafe"
)

var errNotDir = errors.New("it is not a directory; choose another path")

const errorSharingViolation syscall.Errno = 32

var getFileInformationByHandleEx = kernel32.NewProc("GetFileInformationByHandleEx")

// openAppend opens the file at path, and makes it if it is missing. It must not
// follow a link.
//
// [os.OpenFile] does not share the right to rename and delete, without which no
// process could rotate the file while another one has it open. A virus scanner
// that has the file for a moment is waited for, 50 ms at most.
func openAppend(path string) (*os.File, error) {
	const (
		access = syscall.GENERIC_READ | syscall.FILE_APPEND_DATA | syscall.FILE_WRITE_ATTRIBUTES | syscall.SYNCHRONIZE
		share  = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
		attrs  = syscall.FILE_ATTRIBUTE_NORMAL | syscall.FILE_FLAG_OPEN_REPARSE_POINT
		tries  = 5
	)
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	for try := 1; ; try++ {
		h, err := syscall.CreateFile(name, access, share, nil, syscall.OPEN_ALWAYS, attrs, 0)
		switch {
		case err == nil:
			return os.NewFile(uintptr(h), path), nil
		case !errors.Is(err, errorSharingViolation) || try == tries:
			return nil, &fs.PathError{Op: "open", Path: path, Err: err}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// writeOnce is f.Write: writes that are cut short and go on are unknown here.
func writeOnce(f *os.File, p []byte) (int, error) { return f.Write(p) }

// awaitWrites does nothing. A line that is being written may then be taken for a
// torn one, which leaves an empty line behind it.
func awaitWrites(*os.File) error { return nil }

// makePrivate does nothing: a file has the access rights of its directory.
func makePrivate(*os.File, fs.FileInfo) error { return nil }

// links returns the number of names of f. A file that will vanish when its last
// user closes it has none.
func links(f *os.File) (uint64, error) {
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

// isInUse reports whether err says that another process has a file open in a way
// that keeps it from being renamed or removed, as a virus scanner does.
func isInUse(err error) bool {
	return errors.Is(err, syscall.ERROR_ACCESS_DENIED) || errors.Is(err, errorSharingViolation)
}

// isForeign returns false: access rights say who may write, not the owner.
func isForeign(fs.FileInfo) bool { return false }

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }
