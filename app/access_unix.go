//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package app

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isForeign reports whether another user than this process's effective user
// owns the file.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) != os.Geteuid()
}

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
