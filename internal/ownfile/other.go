//go:build !(unix || windows)

package ownfile

import (
	"io"
	"io/fs"
	"os"
)

func open(path string, flag int) (*os.File, error) { return os.OpenFile(path, flag, 0o600) }

func read(path string, most int, follow bool) ([]byte, Meta, error) {
	look := os.Stat
	if !follow {
		look = os.Lstat
	}
	info, err := look(path)
	if err != nil {
		return nil, Meta{}, err
	}
	if reason := typeError(info.Mode()); reason != nil {
		return nil, Meta{}, refused(path, reason)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, Meta{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, int64(most)))
	return data, Meta{Owner: -1, Group: -1, Perm: 0o600, ID: idOf(info)}, err
}

// links returns 1: the number of names is unknown here.
func links(*os.File, fs.FileInfo) (uint64, error) { return 1, nil }

// IsForeign returns false: owners are unknown here.
func IsForeign(fs.FileInfo) bool { return false }

// IsPrivate returns true: modes say nothing here.
func IsPrivate(fs.FileInfo) bool { return true }

// MakePrivate does nothing: a file keeps the mode it was created with.
func MakePrivate(*os.File, fs.FileInfo) error { return nil }

// InUse returns false: an open file can be renamed and removed here.
func InUse(error) bool { return false }

func patiently(try func() error) error { return try() }

func rename(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }
