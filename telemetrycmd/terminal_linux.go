package telemetrycmd

import "golang.org/x/sys/unix"

const getTermios = unix.TCGETS

// foregroundGroup is tcgetpgrp. A process group has 32 bits, which
// [unix.IoctlGetInt] would misread where the high ones come first.
func foregroundGroup(fd int) (int, error) {
	group, err := unix.IoctlGetUint32(fd, unix.TIOCGPGRP)
	return int(group), err
}
