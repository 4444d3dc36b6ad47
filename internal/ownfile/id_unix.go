//go:build unix

package ownfile

import (
	"errors"
	"io/fs"
	"syscall"
)

func idOf(stat *syscall.Stat_t) ID {
	modified, changed := times(stat)
	return ID{
		device: uint64(stat.Dev), inode: uint64(stat.Ino), size: int64(stat.Size), //nolint:unconvert // they have other types on other systems
		modified: modified, changed: changed,
	}
}

func identify(path string) (ID, error) {
	var stat syscall.Stat_t
	for {
		err := syscall.Stat(path, &stat)
		switch {
		case err == nil:
			return idOf(&stat), nil
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, fs.ErrNotExist):
			return ID{}, nil
		}
		return ID{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
}
