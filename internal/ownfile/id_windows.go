package ownfile

import (
	"errors"
	"io/fs"
	"os"
	"syscall"
)

func idOf(h syscall.Handle) (ID, error) {
	var info syscall.ByHandleFileInformation
	if err := syscall.GetFileInformationByHandle(h, &info); err != nil {
		return ID{}, os.NewSyscallError("GetFileInformationByHandle", err)
	}
	return ID{
		device: uint64(info.VolumeSerialNumber),
		inode:  uint64(info.FileIndexHigh)<<32 | uint64(info.FileIndexLow),
		size:   int64(info.FileSizeHigh)<<32 | int64(info.FileSizeLow),
		// This structure lacks the time when the file's entry changed.
		modified: info.LastWriteTime.Nanoseconds(), changed: info.CreationTime.Nanoseconds(),
	}, nil
}

func identify(path string) (ID, error) {
	name, err := syscall.UTF16PtrFromString(path)
	var h syscall.Handle
	if err == nil {
		err = whileShared(func() (err error) {
			const share = syscall.FILE_SHARE_READ | syscall.FILE_SHARE_WRITE | syscall.FILE_SHARE_DELETE
			h, err = syscall.CreateFile(name, 0, share, nil, syscall.OPEN_EXISTING, syscall.FILE_FLAG_BACKUP_SEMANTICS, 0)
			return err
		})
	}
	if errors.Is(err, fs.ErrNotExist) {
		return ID{}, nil
	}
	if err != nil {
		return ID{}, &fs.PathError{Op: "stat", Path: path, Err: err}
	}
	defer func() { _ = syscall.CloseHandle(h) }()
	return idOf(h)
}
