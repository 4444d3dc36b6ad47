package filesink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

var (
	errSymlink   = errors.New("it is a symbolic link, which could lead anywhere; remove it or choose another path")
	errIrregular = errors.New("it is not a regular file; choose another path")
	errDirectory = errors.New("it is a directory; pass the path of a file")
	errHardLink  = errors.New("the file has a second name (a hard link), which could be another program's; remove one of them")
	errForeign   = errors.New("the file belongs to another user; remove it or change its owner")
	errVanished  = errors.New("the file was removed again and again while it was opened; raise MaxBytes or Keep")
)

// openLogFile opens the file at path for appending, and makes it and its parents
// if they are missing.
func openLogFile(path string, durable bool) (*logFile, error) {
	// A look before the open keeps a FIFO's reader and a device undisturbed. What
	// counts is the look after it.
	switch info, err := os.Lstat(path); {
	case err == nil:
		if err := checkType(path, info); err != nil {
			return nil, err
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	default:
		if err := makeDir(filepath.Dir(path)); err != nil {
			return nil, err
		}
	}
	opened, err := openAppend(path)
	if err != nil {
		return nil, err
	}
	f := &logFile{File: opened, end: unknown, patience: patience}
	if err := f.adopt(path, durable); err != nil {
		_ = opened.Close()
		return nil, err
	}
	return f, nil
}

// adopt refuses a file that is not this user's own, makes it private and looks
// at its end.
func (f *logFile) adopt(path string, durable bool) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := checkType(path, info); err != nil {
		return err
	}
	if isForeign(info) {
		return &fs.PathError{Op: "open", Path: path, Err: errForeign}
	}
	n, err := links(f.File)
	switch {
	case err != nil:
		return err
	case n == 0:
		return &fs.PathError{Op: "open", Path: path, Err: errVanished}
	case n > 1:
		return &fs.PathError{Op: "open", Path: path, Err: errHardLink}
	}
	if err := makePrivate(f.File, info); err != nil {
		return err
	}
	if durable && info.Size() == 0 {
		if err := syncDir(filepath.Dir(path)); err != nil {
			return err
		}
	}
	f.info = info
	return f.look()
}

func checkType(path string, info fs.FileInfo) error {
	var reason error
	switch mode := info.Mode(); {
	case mode.IsRegular():
		return nil
	case mode&fs.ModeSymlink != 0:
		reason = errSymlink
	case mode.IsDir():
		reason = errDirectory
	default:
		reason = errIrregular
	}
	return &fs.PathError{Op: "open", Path: path, Err: reason}
}

// makeDir makes dir and its parents for the current user alone, whatever the
// umask. Directories that exist, and links to directories, stay as they are.
func makeDir(dir string) error {
	switch info, err := os.Stat(dir); {
	case err == nil && info.IsDir():
		return nil
	case err == nil:
		return &fs.PathError{Op: "mkdir", Path: dir, Err: errNotDir}
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if parent := filepath.Dir(dir); parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	const private = 0o700
	switch err := os.Mkdir(dir, private); {
	case errors.Is(err, fs.ErrExist):
		return nil // made by another process meanwhile; if it is no directory, the open says so
	case err != nil:
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil || info.Mode().Perm() == private {
		return err
	}
	return os.Chmod(dir, private)
}
