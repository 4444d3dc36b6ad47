//go:build !(unix || windows)

package spoolsink

import (
	"io/fs"
	"os"
)

func openFile(path string, flag int) (*os.File, error) { return os.OpenFile(path, flag, 0o600) }

// endOfWrite returns where the last write to f ended, provided that no other
// process writes to it: descriptors do not tell here.
func endOfWrite(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// links returns 1: the number of names cannot be told here.
func links(*os.File, fs.FileInfo) (uint64, error) { return 1, nil }

// isForeign returns false: owners cannot be told here.
func isForeign(fs.FileInfo) bool { return false }

// isPrivate returns true: modes say nothing here.
func isPrivate(fs.FileInfo) bool { return true }

// tighten does nothing: modes are those that the file was made with.
func tighten(string, fs.FileMode) error { return nil }

func rename(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }
