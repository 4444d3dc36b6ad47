//go:build !(unix || windows)

package filesink

import (
	"errors"
	"io/fs"
	"os"
)

var errNotDir = errors.New("it is not a directory; choose another path")

// openAppend opens the file at path, and makes it if it is missing.
func openAppend(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o600)
}

func writeOnce(f *os.File, p []byte) (int, error) { return f.Write(p) }

// endOfWrite returns where the last write to f ended, provided that no other
// process writes to it: descriptors do not tell here.
func endOfWrite(f *os.File) (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// awaitWrites does nothing: one process at a time writes here.
func awaitWrites(*os.File) error { return nil }

// makePrivate does nothing: modes are those that the file was made with.
func makePrivate(*os.File, fs.FileInfo) error { return nil }

// links returns 1: the number of names cannot be told here.
func links(*os.File) (uint64, error) { return 1, nil }

// isInUse returns false: a file that is open can be renamed and removed here.
func isInUse(error) bool { return false }

// isForeign returns false: owners cannot be told here.
func isForeign(fs.FileInfo) bool { return false }

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }
