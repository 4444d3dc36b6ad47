// Package rotated names the files of a log that is rotated: path, and beside it
// path.1, the youngest of the older ones, path.2 and so on.
package rotated

import (
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
	for n := keep + 1; Exists(Name(path, n)); n++ {
		names = append(names, Name(path, n))
	}
	return names
}

// Exists reports whether something is at path, be it a link to nothing.
func Exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}
