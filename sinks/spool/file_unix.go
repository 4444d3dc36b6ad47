//go:build unix

package spoolsink

import (
	"io/fs"
	"os"
	"syscall"
)

// openFile opens a file of the queue. It must not follow a link, and not wait for
// the other end of a FIFO.
func openFile(path string, flag int) (*os.File, error) {
	return os.OpenFile(path, flag|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_NOCTTY, 0o600)
}

// links returns the number of names of the file that info tells of.
func links(_ *os.File, info fs.FileInfo) (uint64, error) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, errForeign
	}
	return uint64(stat.Nlink), nil //nolint:unconvert // it has another type on other systems
}

// isForeign reports whether the file belongs to another user than the one this
// process acts as.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) != os.Geteuid()
}

// isPrivate reports whether nobody else may write to the file.
func isPrivate(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 == 0 }

// tighten takes the file or directory from everybody but its owner.
func tighten(path string, mode fs.FileMode) error { return os.Chmod(path, mode) }

func rename(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }
