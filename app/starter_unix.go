//go:build unix

package app

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// detached makes the sender independent of the terminal and its jobs.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// isElevated reports whether the program runs set-user-ID or set-group-ID.
func isElevated() bool { return os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid() }

// yield lowers the priority of the sender's process group, which is its own. The
// priority of a process alone would be that of one thread.
func yield() {
	const lowest = 19
	if group, err := unix.Getpgid(0); err == nil && group == os.Getpid() {
		_ = unix.Setpriority(unix.PRIO_PGRP, 0, lowest)
	}
}

// letGo closes the descriptors that the tool inherited and passed on: a program that
// waits for the end of such a file must not wait for the sender. Go marks the
// descriptors that it opens close-on-exec, so they need no closing.
func letGo() {
	const first, most = 3, 1024
	for fd := first; fd < most; fd++ {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			_ = unix.Close(fd)
		}
	}
}
