//go:build !unix && !windows

package consent

import (
	"errors"
	"io"
	"io/fs"
	"os"
)

const (
	openNonblock = 0
	openNoFollow = 0
)

// A file is one that readRegular found.
type file struct{ id recordID }

func newFile(info fs.FileInfo) file {
	return file{recordID{inode: 1, size: info.Size(), modified: info.ModTime().UnixNano()}}
}

// identify returns the ID of the file at path, that of no file if there is none.
func identify(path string) (recordID, error) {
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return recordID{}, nil
	}
	if err != nil {
		return recordID{}, err
	}
	return newFile(info).id, nil
}

// readRegular returns what the file at path holds, but at most one byte more than
// decode takes.
func readRegular(path string) ([]byte, file, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, file{}, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, file{}, err
	}
	if info.IsDir() {
		return nil, newFile(info), errDirectory
	}
	if !info.Mode().IsRegular() {
		return nil, newFile(info), errNotRegular
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	return data, newFile(info), err
}

// checkOwn returns nil: a file's mode and owner say nothing here.
func (file) checkOwn() error         { return nil }
func checkOwnInfo(fs.FileInfo) error { return nil }

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }

// processGone returns false: it cannot be told here.
func processGone(int) bool { return false }
