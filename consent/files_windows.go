package consent

import (
	"errors"
	"io/fs"
	"syscall"
	"time"
)

const (
	openNonblock = 0
	openNoFollow = 0

	errorSharingViolation syscall.Errno = 32
)

// A file is one that readRegular found.
type file struct{ id recordID }

func newFile(info *syscall.ByHandleFileInformation) file {
	return file{recordID{
		device: uint64(info.VolumeSerialNumber),
		inode:  uint64(info.FileIndexHigh)<<32 | uint64(info.FileIndexLow),
		size:   int64(info.FileSizeHigh)<<32 | int64(info.FileSizeLow),
		// The time of the last change of the file's entry is not told.
		modified: info.LastWriteTime.Nanoseconds(), changed: info.CreationTime.Nanoseconds(),
	}}
}

// identify returns the ID of the file at path, that of no file if there is none.
func identify(path string) (recordID, error) {
	h, info, err := open(path, 0)
	if errors.Is(err, fs.ErrNotExist) {
		return recordID{}, nil
	}
	if err != nil {
		return recordID{}, err
	}
	defer syscall.CloseHandle(h)
	return newFile(info).id, nil
}

// readRegular returns what the file at path holds, but at most one byte more than
// decode takes.
func readRegular(path string) ([]byte, file, error) {
	h, info, err := open(path, syscall.GENERIC_READ)
	if err != nil {
		return nil, file{}, err
	}
	defer syscall.CloseHandle(h)
	f := newFile(info)
	if info.FileAttributes&syscall.FILE_ATTRIBUTE_DIRECTORY != 0 {
		return nil, f, errDirectory
	}
	if kind, err := syscall.GetFileType(h); err != nil || kind != syscall.FILE_TYPE_DISK {
		return nil, f, errNotRegular
	}
	data := make([]byte, maxBytes+1)
	read := 0
	for read < len(data) {
		n, err := syscall.Read(h, data[read:])
		if err != nil {
			return nil, f, err
		}
		if n == 0 {
			break
		}
		read += n
	}
	return data[:read], f, nil
}

// open opens the file or directory at path such that others may meanwhile read,
// write, rename, replace and remove it: [os.Open] keeps them from the last three. It
// tries again for some 200 ms if another process has the file for itself.
func open(path string, access uint32) (h syscall.Handle, info *syscall.ByHandleFileInformation, err error) {
	name, err := syscall.UTF16PtrFromString(path)
	if err != nil {
		return 0, nil, err
	}
	for range 20 {
		const share = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
		h, err = syscall.CreateFile(name, access, share, nil, syscall.OPEN_EXISTING, syscall.FILE_FLAG_BACKUP_SEMANTICS, 0)
		if !errors.Is(err, errorSharingViolation) {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	if err != nil {
		return 0, nil, err
	}
	info = new(syscall.ByHandleFileInformation)
	if err := syscall.GetFileInformationByHandle(h, info); err != nil {
		_ = syscall.CloseHandle(h)
		return 0, nil, err
	}
	return h, info, nil
}

// checkOwn returns nil: a file's mode and owner say nothing here.
func (file) checkOwn() error         { return nil }
func checkOwnInfo(fs.FileInfo) error { return nil }

// syncDir does nothing: directories cannot be synced here.
func syncDir(string) error { return nil }

// processGone returns false: it cannot be told here.
func processGone(int) bool { return false }
