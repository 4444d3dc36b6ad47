//go:build unix

package consent

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

const (
	// openNonblock keeps a FIFO from holding up the process that opens it.
	openNonblock = syscall.O_NONBLOCK
	// openNoFollow keeps a write in place from going through a symbolic link.
	openNoFollow = syscall.O_NOFOLLOW
)

var errNoOwner = errors.New("its owner cannot be told")

// checkOwn returns why a file is not the word of the user who runs this process,
// or nil.
func checkOwn(stat syscall.Stat_t) error {
	owner := int(stat.Uid)
	switch {
	case owner != os.Geteuid() || owner != os.Getuid():
		return errors.New("it belongs to another user than the one who runs this, so its yes does not count")
	case stat.Mode&0o022 != 0:
		return errors.New("other users may write to it, so its yes does not count; enable again, or make it mode 0600")
	}
	return nil
}

// syncDir makes a change of a directory's entries outlast a loss of power. File
// systems that cannot do that, or not for this user, are taken as they are.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil
	}
	if err != nil {
		return err
	}
	defer f.Close()
	err = f.Sync()
	if errors.Is(err, syscall.EINVAL) || errors.Is(err, errors.ErrUnsupported) {
		return nil
	}
	return err
}

// processGone reports whether there is certainly no process pid.
func processGone(pid int) bool {
	return pid > 0 && errors.Is(syscall.Kill(pid, 0), syscall.ESRCH)
}
