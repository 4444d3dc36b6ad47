//go:build unix

package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

// open never follows a link at the end of path, and never waits for the other end
// of a FIFO.
func open(path string, flag int) (*os.File, error) {
	fd, err := openFD(path, flag|syscall.O_NOFOLLOW)
	if err != nil {
		return nil, err
	}
	// The poller ignores a blocking descriptor. Check refuses anything but a
	// regular file before anything is read or written.
	if err := syscall.SetNonblock(fd, false); err != nil {
		_ = syscall.Close(fd)
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(fd), path), nil
}

func openFD(path string, flag int) (int, error) {
	const private = 0o600
	for {
		fd, err := syscall.Open(path, flag|syscall.O_CLOEXEC|syscall.O_NONBLOCK|syscall.O_NOCTTY, private)
		switch {
		case err == nil:
			return fd, nil
		case errors.Is(err, syscall.EINTR):
			continue
		}
		return -1, &fs.PathError{Op: "open", Path: path, Err: err}
	}
}

func read(path string, most int, follow bool) ([]byte, Meta, error) {
	flag := syscall.O_RDONLY
	if !follow {
		flag |= syscall.O_NOFOLLOW
	}
	fd, err := openFD(path, flag)
	if err != nil {
		return nil, Meta{}, err
	}
	defer func() { _ = syscall.Close(fd) }()
	var stat syscall.Stat_t
	if err := syscall.Fstat(fd, &stat); err != nil {
		return nil, Meta{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	switch uint32(stat.Mode) & syscall.S_IFMT { //nolint:unconvert // it has another type on other systems
	case syscall.S_IFREG:
	case syscall.S_IFDIR:
		return nil, Meta{}, refused(path, ErrDirectory)
	default:
		return nil, Meta{}, refused(path, ErrIrregular)
	}
	meta := Meta{Owner: int(stat.Uid), Group: int(stat.Gid), Perm: fs.FileMode(stat.Mode) & fs.ModePerm, ID: idOf(&stat)}
	data := make([]byte, most)
	n := 0
	// At the size that the file had when it was opened, another read is needless.
	for n < most && (n == 0 || int64(n) != stat.Size) {
		m, err := syscall.Read(fd, data[n:])
		switch {
		case errors.Is(err, syscall.EINTR):
			continue
		case err != nil:
			return nil, meta, &fs.PathError{Op: "read", Path: path, Err: err}
		case m == 0:
			return data[:n], meta, nil
		}
		n += m
	}
	return data[:n], meta, nil
}

func links(_ *os.File, info fs.FileInfo) (uint64, error) {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, errors.ErrUnsupported
	}
	return uint64(stat.Nlink), nil //nolint:unconvert // it has another type on other systems
}

// IsForeign reports whether another user than this process's effective user
// owns the file.
func IsForeign(info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return !ok || int(stat.Uid) != os.Geteuid()
}

// IsPrivate reports whether nobody else may write to the file.
func IsPrivate(info fs.FileInfo) bool { return info.Mode().Perm()&0o022 == 0 }

// MakePrivate makes the file private to its owner, even if an unusual umask
// shaped its mode.
func MakePrivate(f *os.File, info fs.FileInfo) error {
	if info.Mode() == 0o600 {
		return nil
	}
	return f.Chmod(0o600)
}

// InUse returns false: an open file can be renamed and removed here.
func InUse(error) bool { return false }

func patiently(try func() error) error { return try() }

func rename(oldPath, newPath string) error { return os.Rename(oldPath, newPath) }
