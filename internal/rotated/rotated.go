// Package rotated names the files of a rotated log: path, then path.1, which is
// the youngest rotated file, path.2 and so on.
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

// Beyond returns the names of files that were rotated more than keep times. They
// exist if keep was larger before. It stops at the first missing one.
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

// Exists reports whether something is at path, even a dangling link. A path that
// cannot be examined is an error: a rename could overwrite a file there.
func Exists(path string) (bool, error) {
	_, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	return err == nil, err
}
