//go:build unix

package consent

import (
	"io/fs"
	"syscall"
)

// A file is one that readRegular found.
type file struct {
	id   recordID
	stat syscall.Stat_t
}

func newFile(stat syscall.Stat_t) file {
	modified, changed := times(&stat)
	return file{stat: stat, id: recordID{
		device: uint64(stat.Dev), inode: uint64(stat.Ino), size: int64(stat.Size), //nolint:gosec,unconvert // the types differ between systems
		modified: modified, changed: changed,
	}}
}

// identify returns the ID of the file at path, that of no file if there is none.
func identify(path string) (recordID, error) {
	var stat syscall.Stat_t
	switch err := retried(func() error { return syscall.Stat(path, &stat) }); err {
	case nil:
		return newFile(stat).id, nil
	case syscall.ENOENT:
		return recordID{}, nil
	default:
		return recordID{}, err
	}
}

// readRegular returns what the file at path holds, but at most one byte more than
// decode takes. It does not use package os: the first file that it opens starts the
// runtime's poller, for five system calls and two descriptors, and a process that
// may have only a few descriptors does not survive that.
func readRegular(path string) ([]byte, file, error) {
	var fd int
	err := retried(func() (err error) {
		fd, err = syscall.Open(path, syscall.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOCTTY|syscall.O_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, file{}, err
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	if err := retried(func() error { return syscall.Fstat(fd, &stat) }); err != nil {
		return nil, file{}, err
	}
	f := newFile(stat)
	switch stat.Mode & syscall.S_IFMT {
	case syscall.S_IFREG:
	case syscall.S_IFDIR:
		return nil, f, errDirectory
	default:
		return nil, f, errNotRegular
	}
	data, err := readAll(fd, f.id.size, maxBytes+1)
	return data, f, err
}

// readAll reads from fd what a file of this size holds, at most limit bytes. It does
// not ask for more once it has that many, and does not trust a size of 0.
func readAll(fd int, size int64, limit int) ([]byte, error) {
	data := make([]byte, limit)
	read := 0
	for read < limit && (read == 0 || int64(read) < size) {
		n := 0
		err := retried(func() (err error) {
			n, err = syscall.Read(fd, data[read:])
			return err
		})
		if err != nil {
			return nil, err
		}
		if n <= 0 {
			break
		}
		read += n
	}
	return data[:read], nil
}

// retried calls f until no signal interrupts it.
func retried(f func() error) error {
	for {
		if err := f(); err != syscall.EINTR { //nolint:errorlint // system calls return it bare
			return err
		}
	}
}

func (f file) checkOwn() error { return checkOwn(f.stat) }

func checkOwnInfo(info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return errNoOwner
	}
	return checkOwn(*stat)
}
