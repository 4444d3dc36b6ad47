//go:build darwin || freebsd || netbsd

package ownfile

import "syscall"

// times returns when a file was modified and changed, in nanoseconds since 1970.
func times(stat *syscall.Stat_t) (modified, changed int64) {
	return stat.Mtimespec.Nano(), stat.Ctimespec.Nano()
}
