//go:build unix

package app

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// detached makes the second process independent of the terminal and its jobs.
func detached() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setsid: true} }

// isElevated reports whether the program runs with the rights of the user or group to
// whom its file belongs.
func isElevated() bool { return os.Getuid() != os.Geteuid() || os.Getgid() != os.Getegid() }

// yield lowers the priority of a second process: that of its group, which is its own,
// since the priority of a process alone is that of one thread.
func yield() {
	const lowest = 19
	if group, err := unix.Getpgid(0); err == nil && group == os.Getpid() {
		_ = unix.Setpriority(unix.PRIO_PGRP, 0, lowest)
	}
}

// letGo closes the descriptors that the tool inherited itself, and so passed on: whoever
// waits for the end of such a file must not wait for a second process. What Go opens is
// closed by an exec, and so is not touched.
func letGo() {
	const first, most = 3, 1024
	for fd := first; fd < most; fd++ {
		if flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0); err == nil && flags&unix.FD_CLOEXEC == 0 {
			_ = unix.Close(fd)
		}
	}
}
