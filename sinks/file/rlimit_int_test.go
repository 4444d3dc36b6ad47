//go:build freebsd || dragonfly

package filesink_test

import "syscall"

func setSoft(l *syscall.Rlimit, soft uint64) { l.Cur = int64(soft) }
