//go:build unix

package app

import (
	"syscall"
	"time"
)

// startPoller starts the runtime's poller, and reports whether that was safe. The first
// timer, pipe or file of package os starts the poller. If no descriptor is free for it,
// the runtime ends the process, and telemetry must not do that to a tool.
func startPoller() bool {
	if !hasDescriptors() {
		return false
	}
	time.AfterFunc(time.Hour, func() {}).Stop()
	return true
}

func hasDescriptors() bool {
	var fds [3]int // the poller's, and the first file's
	n := 0
	for ; n < len(fds); n++ {
		fd, err := syscall.Open("/", syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_DIRECTORY, 0)
		if err != nil {
			break
		}
		fds[n] = fd
	}
	for _, fd := range fds[:n] {
		_ = syscall.Close(fd)
	}
	return n == len(fds)
}
