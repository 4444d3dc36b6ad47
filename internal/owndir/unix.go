//go:build unix

package owndir

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

const errNotDir = syscall.ENOTDIR

// open opens dir without Go's poller.
func open(dir string) (*os.File, error) {
	for {
		fd, err := syscall.Open(dir, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_DIRECTORY, 0)
		switch {
		case err == nil:
			return os.NewFile(uintptr(fd), dir), nil
		case !errors.Is(err, syscall.EINTR):
			return nil, &fs.PathError{Op: "open", Path: dir, Err: err}
		}
	}
}

// Sync makes changes to dir's entries survive a loss of power. It returns nil
// where the file system cannot do that, or not for this user.
func Sync(dir string) error {
	d, err := open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil // the user may write to the directory, but not read it
	}
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}

func tighten(dir string) error { return os.Chmod(dir, private) }
