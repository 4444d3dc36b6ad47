//go:build darwin || dragonfly || freebsd || illumos || linux || netbsd || openbsd

package filesink

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A child shares a lock from when it is forked until it runs its program. It
// must not keep one that was given back meanwhile.
func TestUnlockAlsoCountsForAForkedChild(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	open := func() *os.File {
		f, err := openAppend(path)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		return f
	}
	mine, other := open(), open()
	unlock, err := tryLock(mine)
	if err != nil {
		t.Fatal(err)
	}
	childs, err := syscall.Dup(int(mine.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(childs)
	if _, err := tryLock(other); !errors.Is(err, errBusy) {
		t.Errorf("the lock of a locked file: %v, want errBusy", err)
	}
	unlock()
	mine.Close()
	if _, err := tryLock(other); err != nil {
		t.Errorf("the lock was not given back: %v", err)
	}
}
