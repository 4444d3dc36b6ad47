package app

import (
	"os"

	"golang.org/x/sys/unix"
)

const getTermios = unix.TCGETS

// dropInput forgets what was typed and not read: the beginning of a line, which
// hasInput does not see, would become that of the answer.
func dropInput(f *os.File) { _ = unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }

// foregroundGroup is tcgetpgrp. A process group has 32 bits, which
// [unix.IoctlGetInt] would misread where the high ones come first.
func foregroundGroup(fd int) (int, error) {
	group, err := unix.IoctlGetUint32(fd, unix.TIOCGPGRP)
	return int(group), err
}
