//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package app

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// isForeign reports whether a file belongs to another user than the one with
// whose rights this process runs.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) != os.Geteuid()
}

// mayWrite returns nil if this process may write to a file, or make files in a
// directory. The kernel knows: modes do not tell of read-only file systems and
// access lists.
func mayWrite(path string, dir bool) error {
	mode := uint32(unix.W_OK)
	if dir {
		mode |= unix.X_OK
	}
	return unix.Faccessat(unix.AT_FDCWD, path, mode, unix.AT_EACCESS)
}
