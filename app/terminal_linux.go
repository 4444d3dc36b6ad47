package app

import (
	"os"

	"golang.org/x/sys/unix"
)

const getTermios = unix.TCGETS

// dropInput discards unread input. hasInput does not see the beginning of a
// line, which would become part of the answer.
func dropInput(f *os.File) { _ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }

// foregroundGroup is tcgetpgrp. A process group has 32 bits; [unix.IoctlGetInt]
// would misread it on big-endian machines.
func foregroundGroup(fd int) (int, error) {
	group, err := unix.IoctlGetUint32(fd, unix.TIOCGPGRP)
	return int(group), err
}
