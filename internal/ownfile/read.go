package ownfile

import "io/fs"

// Meta is what [Read] found out about a file.
type Meta struct {
	// Owner and Group are the IDs of the user and the group to whom the file
	// belongs; -1 where files have none.
	Owner, Group int
	// Perm are the permission bits; those of an own file where they say nothing.
	Perm fs.FileMode
	// ID is that of the very file that was read.
	ID ID
}

// Read returns what the regular file at path holds, but no more than most bytes.
// It follows a symbolic link at the end of path only if follow is true. Unlike
// [Open] it takes a file of any owner: see Meta. It takes one descriptor for as
// long as it runs, and on Unix four system calls.
func Read(path string, most int, follow bool) ([]byte, Meta, error) {
	return read(path, most, follow)
}
