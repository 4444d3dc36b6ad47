package ownfile

import "io/fs"

// Meta describes a file that [Read] has read.
type Meta struct {
	// Owner and Group are the IDs of the file's user and group; -1 where files
	// have none.
	Owner, Group int
	// Perm are the permission bits; where the system has none, those of a
	// private file.
	Perm fs.FileMode
	// ID is the ID of the very file that was read.
	ID ID
}

// Read returns the first bytes of the regular file at path, as many as most. It
// follows a symbolic link at the end of path only if follow is true. Unlike
// [Open] it accepts a file of any owner: see Meta. It uses one descriptor while
// it runs, and on Unix four system calls.
func Read(path string, most int, follow bool) ([]byte, Meta, error) {
	return read(path, most, follow)
}
