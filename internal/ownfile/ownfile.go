// Package ownfile opens, reads, renames and removes regular files of the current
// user. It refuses anything else in a file's place: a symbolic link, a
// directory, a FIFO, a device, a file with a second name, a file of another
// user. It does so without following, waiting for or disturbing it.
//
// It opens files without Go's network poller. The poller takes descriptors of
// its own, and a process that has none left does not survive that.
package ownfile

import (
	"errors"
	"io/fs"
	"os"
)

// The reasons to refuse a file. Errors are [*fs.PathError] with one of these,
// or with the operating system's error.
var (
	ErrSymlink   = errors.New("it is a symbolic link, which could lead anywhere; remove it or choose another path")
	ErrDirectory = errors.New("it is a directory, not a regular file")
	ErrIrregular = errors.New("it is not a regular file")
	ErrForeign   = errors.New("the file belongs to another user; remove it or change its owner")
	ErrHardLink  = errors.New("the file has a second name (a hard link), which could be another program's; remove one of them")
	// ErrGone says that the file was removed while it was being opened.
	ErrGone = errors.New("the file is gone")
)

// Open opens the file at path as [os.OpenFile] does, with mode 0600 if it creates
// it. It checks the file before the open, to leave FIFOs and devices undisturbed,
// and again after it; the second check decides.
func Open(path string, flag int) (*os.File, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil:
		if reason := typeError(info.Mode()); reason != nil {
			return nil, nil, refused(path, reason)
		}
	case flag&os.O_CREATE == 0 || !errors.Is(err, fs.ErrNotExist):
		return nil, nil, err
	}
	f, err := open(path, flag)
	if err != nil {
		return nil, nil, err
	}
	info, err = Check(f)
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// Check returns the FileInfo of f. It returns an error if f is not, or no longer,
// a regular file of the current user with exactly one name.
func Check(f *os.File) (fs.FileInfo, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if reason := typeError(info.Mode()); reason != nil {
		return nil, refused(f.Name(), reason)
	}
	if IsForeign(info) {
		return nil, refused(f.Name(), ErrForeign)
	}
	n, err := links(f, info)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, refused(f.Name(), ErrGone)
	case n > 1:
		return nil, refused(f.Name(), ErrHardLink)
	}
	return info, nil
}

// IsAt reports whether info describes the file at path.
func IsAt(info fs.FileInfo, path string) bool {
	at, err := os.Lstat(path)
	return err == nil && os.SameFile(at, info)
}

// Remove removes the regular file at path, and nothing else. A missing file is
// no error.
func Remove(path string) error {
	info, err := os.Lstat(path)
	if err == nil {
		if reason := typeError(info.Mode()); reason != nil {
			return &fs.PathError{Op: "remove", Path: path, Err: reason}
		}
		err = patiently(func() error { return os.Remove(path) })
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// Rename renames oldPath to newPath, in the same directory, and replaces what is
// there, even if other processes have it open.
func Rename(oldPath, newPath string) error {
	return patiently(func() error { return rename(oldPath, newPath) })
}

func typeError(mode fs.FileMode) error {
	switch {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeSymlink != 0:
		return ErrSymlink
	case mode.IsDir():
		return ErrDirectory
	}
	return ErrIrregular
}

func refused(path string, reason error) error {
	return &fs.PathError{Op: "open", Path: path, Err: reason}
}
