package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

// private is the mode of the directory.
const private = 0o700

// checkDir returns why dir cannot hold the queue: it must be a directory of this
// user's own, and no link to one.
func checkDir(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	return checkDirInfo(dir, info)
}

func checkDirInfo(dir string, info fs.FileInfo) error {
	var reason error
	switch {
	case info.Mode()&fs.ModeSymlink != 0:
		reason = errDirLink
	case !info.IsDir():
		reason = errNotDir
	case isForeign(info):
		reason = errForeignDir
	default:
		return nil
	}
	return &fs.PathError{Op: "open", Path: dir, Err: reason}
}

// openDir checks dir and takes it from everybody but its owner. What others could
// have put there until then is refused file by file: see adopt.
func openDir(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if err := checkDirInfo(dir, info); err != nil {
		return err
	}
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return tighten(dir, private)
}

// makeDir makes dir and its parents for the current user alone, whatever the
// umask. Parents that exist stay as they are.
func makeDir(dir string) error {
	parent := filepath.Dir(dir)
	if _, err := os.Stat(parent); errors.Is(err, fs.ErrNotExist) && parent != dir {
		if err := makeDir(parent); err != nil {
			return err
		}
	}
	switch err := os.Mkdir(dir, private); {
	case errors.Is(err, fs.ErrExist):
		return nil // made by another process meanwhile; openDir looks what it is
	case err != nil:
		return err
	}
	info, err := os.Lstat(dir)
	if err != nil || info.Mode().Perm() == private {
		return err
	}
	return tighten(dir, private)
}

// segmentNames returns the names of the segments in dir, the oldest first, from
// at most limit entries of the directory, or all if limit is below 0. A directory
// that is not there has none.
func segmentNames(dir string, limit int) ([]string, error) {
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
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
			if _, ok := segmentTime(name); ok {
				names = append(names, name)
			}
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
	}
	slices.Sort(names)
	return names, nil
}

// openOwn opens a file of the queue, and refuses one that is not a regular file
// of this user's alone, with one name. The look before the open keeps FIFOs and
// devices undisturbed; what counts is the look after it.
func openOwn(path string, flag int) (*os.File, fs.FileInfo, error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return nil, nil, notQueued(path)
	case err != nil && (flag&os.O_CREATE == 0 || !errors.Is(err, fs.ErrNotExist)):
		return nil, nil, err
	}
	f, err := openFile(path, flag)
	if err != nil {
		return nil, nil, err
	}
	info, err = own(f)
	if err == nil && flag&os.O_CREATE != 0 && info.Mode().Perm() != 0o600 {
		err = tighten(path, 0o600) // what an unusual umask took
	}
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return f, info, nil
}

// own returns what f is, or why it does not belong to the queue: errGone if it
// has been removed.
func own(f *os.File) (fs.FileInfo, error) {
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	n, err := links(f, info)
	switch {
	case err != nil:
		return nil, err
	case n == 0:
		return nil, errGone
	case n > 1 || !info.Mode().IsRegular() || isForeign(info) || !isPrivate(info):
		return nil, notQueued(f.Name())
	}
	return info, nil
}

func notQueued(path string) error {
	return &fs.PathError{Op: "open", Path: path, Err: errNotQueued}
}
