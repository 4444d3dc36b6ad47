//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package app

import "golang.org/x/sys/unix"

// mayWrite returns nil if this process may write to the file, or create files
// in the directory. It asks the kernel, since a mode shows neither a read-only
// file system nor an access list.
func mayWrite(path string, dir bool) error {
	mode := uint32(unix.W_OK)
	if dir {
		mode |= unix.X_OK
	}
	return unix.Faccessat(unix.AT_FDCWD, path, mode, unix.AT_EACCESS)
}
