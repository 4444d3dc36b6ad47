//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package kernellock_test

import (
	"errors"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/kernellock"
)

// A child shares a lock from when it is forked until it runs its program. It must
// not keep one that was given back meanwhile.
func TestUnlockAlsoCountsForAForkedChild(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	mine, other := create(t, path), create(t, path)
	if err := kernellock.Try(mine); err != nil {
		t.Fatal(err)
	}
	childs, err := syscall.Dup(int(mine.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(childs)
	if err := kernellock.Try(other); !errors.Is(err, kernellock.ErrBusy) {
		t.Errorf("the lock of a locked file: %v, want ErrBusy", err)
	}
	kernellock.Unlock(mine)
	mine.Close()
	if err := kernellock.Try(other); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
}
