//go:build darwin || dragonfly || freebsd || netbsd || openbsd

package telemetrycmd

import "golang.org/x/sys/unix"

const getTermios = unix.TIOCGETA

// foregroundGroup is tcgetpgrp.
func foregroundGroup(fd int) (int, error) { return unix.IoctlGetInt(fd, unix.TIOCGPGRP) }
