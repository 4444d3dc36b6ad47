// Package rotated names the files of a log that is rotated: path, and beside it
// path.1, the youngest of the older ones, path.2 and so on.
package rotated

import (
	"errors"
	"io/fs"
	"os"
	"strconv"
)

// Name returns the name of the file that was rotated n times; path itself for 0.
func Name(path string, n int) string {
	if n == 0 {
		return path
	}
	return path + "." + strconv.Itoa(n)
}

// Beyond returns the names of files that were rotated more than keep times, which
// a larger number of kept files has left. It stops at the first that is missing.
func Beyond(path string, keep int) []string {
	var names []string
	for n := keep + 1; ; n++ {
		name := Name(path, n)
		if _, err := os.Lstat(name); err != nil {
			return names
		}
		names = append(names, name)
	}
}

// Exists reports whether something is at path, be it a link to nothing. What cannot
// be looked at is an error: it may be there, and be lost if it is renamed over.
func Exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
