package store

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/kernellock"
)

// lockDirectory takes the kernel's lock on the directory's file "lock", which ends
// with this process. The file itself means nothing.
func lockDirectory(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	err = kernellock.Try(f)
	switch {
	case err == nil:
		return f, nil
	case errors.Is(err, kernellock.ErrBusy):
		err = ErrLocked
	}
	_ = f.Close()
	return nil, err
}

func unlockDirectory(f *os.File) {
	kernellock.Unlock(f)
	_ = f.Close()
}
