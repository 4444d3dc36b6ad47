//go:build unix && !aix && !solaris

package ownfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/ownfile"
)

func TestLinksAreNotFollowed(t *testing.T) {
	dir := t.TempDir()
	target, link, hard := filepath.Join(dir, "target"), filepath.Join(dir, "link"), filepath.Join(dir, "hard")
	if err := os.WriteFile(target, []byte("text"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, link); err != nil {
		t.Fatal(err)
	}
	for _, flag := range []int{os.O_RDONLY, os.O_RDWR, os.O_RDWR | os.O_APPEND | os.O_CREATE} {
		if _, _, err := ownfile.Open(link, flag); !errors.Is(err, ownfile.ErrSymlink) {
			t.Errorf("Open with flags %#x: %v", flag, err)
		}
	}
	if _, _, err := ownfile.Read(link, 10, false); !errors.Is(err, syscall.ELOOP) && !errors.Is(err, syscall.EMLINK) {
		t.Errorf("Read: %v", err)
	}
	if data, _, err := ownfile.Read(link, 10, true); err != nil || string(data) != "text" {
		t.Errorf("Read that follows: %q, %v", data, err)
	}
	if err := ownfile.Remove(link); !errors.Is(err, ownfile.ErrSymlink) {
		t.Errorf("Remove: %v", err)
	}
	if err := os.Link(target, hard); err != nil {
		t.Fatal(err)
	}
	if _, _, err := ownfile.Open(target, os.O_RDONLY); !errors.Is(err, ownfile.ErrHardLink) {
		t.Errorf("Open of a file with two names: %v", err)
	}
}

func TestNobodyWaitsForAFIFO(t *testing.T) {
	path := filepath.Join(t.TempDir(), "fifo")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip("no FIFOs on this file system: ", err)
	}
	begin := time.Now()
	if _, _, err := ownfile.Open(path, os.O_RDONLY); !errors.Is(err, ownfile.ErrIrregular) {
		t.Errorf("Open: %v", err)
	}
	if _, _, err := ownfile.Read(path, 10, true); !errors.Is(err, ownfile.ErrIrregular) {
		t.Errorf("Read: %v", err)
	}
	if took := time.Since(begin); took > time.Second {
		t.Errorf("it took %v", took)
	}
}

func TestDescriptorsAreNotInherited(t *testing.T) {
	f, _, err := ownfile.Open(filepath.Join(t.TempDir(), "file"), os.O_RDWR|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	flags, _, errno := syscall.Syscall(syscall.SYS_FCNTL, f.Fd(), syscall.F_GETFD, 0)
	if errno != 0 || flags&syscall.FD_CLOEXEC == 0 {
		t.Errorf("descriptor flags are %#x, %v", flags, errno)
	}
}
