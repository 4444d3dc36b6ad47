package telemetrycmd

import (
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"time"
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
	sweepTokens(path)
	return replaceToken(path)
}

// replaceToken writes a file of this process's own and renames it: of two processes
// that renew it at once, the last one counts, and neither disturbs the other.
func replaceToken(path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".tmp*") // mode 0600
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
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return err
	}
	return syncDir(filepath.Dir(path))
}

// sweepTokens removes what processes have left that were killed while they renewed it.
// Nobody is still writing what is this old.
func sweepTokens(path string) {
	const old = time.Hour
	names, _ := filepath.Glob(path + ".tmp*") // a path that is a bad pattern is not swept
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && time.Since(info.ModTime()) > old {
			_ = os.Remove(name)
		}
	}
}
