package app

import (
	"errors"
	"io/fs"
	"os"
)

// mayExist reports whether something is at path, or that cannot be told.
func mayExist(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// removeFile removes what is at path. It is no error if nothing is.
func removeFile(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}
