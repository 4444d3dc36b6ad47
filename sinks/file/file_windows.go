package filesink

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
	"time"
)

var errNotDir = errors.New("it is not a directory; choose another path")

const errorSharingViolation syscall.Errno = 32

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

// links returns the number of names of f.
func links(f *os.File) (uint64, error) {
	var info syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(syscall.Handle(f.Fd()), &info); err != nil {
		return 0, os.NewSyscallError("GetFileInformationByHandle", err)
	}
	return uint64(info.NumberOfLinks), nil
}

// isForeign returns false: access rights say who may write, not the owner.
func isForeign(fs.FileInfo) bool { return false }

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }
