//go:build aix || dragonfly || linux || openbsd || solaris

package ownfile

import "syscall"

// times returns when a file was modified and changed, in nanoseconds since 1970.
func times(stat *syscall.Stat_t) (modified, changed int64) {
	return int64(stat.Mtim.Sec)*1e9 + int64(stat.Mtim.Nsec), int64(stat.Ctim.Sec)*1e9 + int64(stat.Ctim.Nsec) //nolint:unconvert // 32 bits on some systems
}
