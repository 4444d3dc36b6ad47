// Package owndir makes, checks, lists and syncs directories that belong to the
// current user alone.
package owndir

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/ownfile"
)

// The reasons to refuse a directory. Errors are [*fs.PathError] with one of these,
// or with the operating system's error.
var (
	ErrSymlink      = errors.New("it is a symbolic link, which could lead anywhere; remove it or choose another directory")
	ErrNotDirectory = errors.New("it is not a directory; remove it or choose another one")
	ErrForeign      = errors.New("the directory belongs to another user; choose another one or change its owner")
)

const private = 0o700

// Check returns the FileInfo of dir, or why dir is not a directory of the
// current user.
func Check(dir string) (fs.FileInfo, error) {
	info, err := os.Lstat(dir)
	if err != nil {
		return nil, err
	}
	var reason error
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		reason = ErrSymlink
	case !info.IsDir():
		reason = ErrNotDirectory
	case ownfile.IsForeign(info):
		reason = ErrForeign
	default:
		return info, nil
	}
	return nil, &fs.PathError{Op: "open", Path: dir, Err: reason}
}

// Tighten is Check, and makes the directory private to its owner.
func Tighten(dir string) error {
	info, err := Check(dir)
	if err != nil || info.Mode().Perm()&^private == 0 {
		return err
	}
	return tighten(dir)
}

// Make makes dir and its missing parents, private to the current user under any
// umask. Existing directories, and links to directories, stay as they are. If
// durable is true, the new directories survive a loss of power.
func Make(dir string, durable bool) error {
	switch info, err := os.Stat(dir); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "mkdir", Path: dir, Err: errNotDir}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	parent := filepath.Dir(dir)
	if parent != dir {
		if err := Make(parent, durable); err != nil {
			return err
		}
	}
	switch err := os.Mkdir(dir, private); {
	case errors.Is(err, fs.ErrExist):
		return nil // another process made it meanwhile; callers check what it is
	case err != nil:
		return err
	}
	info, err := os.Lstat(dir)
	if err == nil && info.Mode().Perm() != private {
		err = tighten(dir)
	}
	if err == nil && durable {
		err = Sync(parent)
	}
	return err
}

// Names returns the names in dir that want accepts, in no order. It examines
// about limit entries at most, or all if limit is negative. A directory that is
// missing, or is removed meanwhile, has none.
func Names(dir string, limit int, want func(name string) bool) ([]string, error) {
	const tries = 3
	for try := 1; ; try++ {
		names, err := read(dir, limit, want)
		if !errors.Is(err, fs.ErrNotExist) {
			return names, err
		}
		// The directory was removed during the read, and perhaps made again.
		if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		if try == tries {
			return nil, err
		}
	}
}

func read(dir string, limit int, want func(name string) bool) ([]string, error) {
	d, err := open(dir)
	if err != nil {
		return nil, err
	}
	defer d.Close()
	var names []string
	const chunk = 512
	for seen := 0; limit < 0 || seen < limit; {
		entries, err := d.Readdirnames(chunk)
		seen += len(entries)
		for _, name := range entries {
			if want(name) {
				names = append(names, name)
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return names, nil
		case err != nil:
			return nil, err
		}
	}
	return names, nil
}
