package telemetrycmd

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// renew puts a new rotation token in the file at path: 128 random bits, as
// hexadecimal digits. The file is replaced as a whole, and is for the current
// user alone.
func renew(path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	// What somebody planted there is not written through, nor does it stay. A file
	// stays until it is replaced: without a token, the first identity would be back.
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	// Two processes that renew it at once take each other's temporary file away.
	const tries = 10
	var err error
	for range tries {
		err = replaceToken(path)
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrNotExist) {
			break
		}
	}
	return err
}

func replaceToken(path string) error {
	temp := path + ".tmp"
	if err := removeFile(temp); err != nil {
		return err
	}
	f, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	var token [16]byte
	_, _ = rand.Read(token[:]) // never fails
	_, err = f.WriteString(hex.EncodeToString(token[:]) + "\n")
	if err == nil {
		err = f.Sync()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = os.Rename(temp, path)
	}
	if err != nil {
		_ = os.Remove(temp)
		return err
	}
	return syncDir(filepath.Dir(path))
}
