//go:build unix && !(solaris || aix)

package telemetrycmd

import (
	"io/fs"
	"os"
	"syscall"
)

// writable reports whether the user may make files in dir. Unlike a look at the
// modes, it knows of file systems that are read-only.
func writable(dir string) bool {
	const writeAndEnter = 0o3
	return syscall.Access(dir, writeAndEnter) == nil
}

// ownedByUser reports whether a file is the user's own.
func ownedByUser(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) == os.Geteuid()
}
