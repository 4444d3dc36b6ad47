//go:build unix

package filesink

import (
	"errors"
	"io/fs"
	"os"
	"runtime"
	"syscall"
)

const errNotDir = syscall.ENOTDIR

// openAppend opens the file at path, and makes it if it is missing. It must not
// follow a link, and not wait for the other end of a FIFO.
func openAppend(path string) (*os.File, error) {
	const flags = os.O_RDWR | os.O_APPEND | os.O_CREATE | syscall.O_NOFOLLOW | syscall.O_NONBLOCK | syscall.O_NOCTTY
	return os.OpenFile(path, flags, 0o600)
}

// writeOnce is f.Write without its loop, which would write the rest of a write
// that was cut short behind another process's line.
func writeOnce(f *os.File, p []byte) (int, error) {
	fd := int(f.Fd())
	for {
		n, err := syscall.Write(fd, p)
		if n < 0 && errors.Is(err, syscall.EINTR) {
			continue
		}
		runtime.KeepAlive(f)
		if err != nil {
			return max(n, 0), &fs.PathError{Op: "write", Path: f.Name(), Err: err}
		}
		return n, nil
	}
}

// awaitWrites waits until a write to f that is under way is over, by a change
// that changes nothing.
func awaitWrites(f *os.File) error { return f.Chmod(0o600) }

// makePrivate takes the file from everybody but its owner, also when it was
// made under an unusual umask.
func makePrivate(f *os.File, info fs.FileInfo) error {
	if info.Mode() == 0o600 {
		return nil
	}
	return f.Chmod(0o600)
}

// links returns the number of names of f.
func links(f *os.File) (uint64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return uint64(stat.Nlink), nil //nolint:unconvert // it has another type on other systems
}

// isInUse returns false: a file that is open can be renamed and removed here.
func isInUse(error) bool { return false }

// isForeign reports whether the file belongs to another user than the one this
// process acts as.
func isForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) != os.Geteuid()
}

// syncDir makes the name of a new file survive a loss of power. File systems
// that cannot do that are taken as they are.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if errors.Is(err, fs.ErrPermission) {
		return nil // a directory that may be written, but not read
	}
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
