//go:build unix && !aix && !solaris

package filesink

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// What is put in the file's place between the look at the path and the open must
// not be followed, and not be waited for.
func TestOpenAppendFollowsNothing(t *testing.T) {
	dir := t.TempDir()
	link, fifo := filepath.Join(dir, "link"), filepath.Join(dir, "fifo")
	if err := errors.Join(os.Symlink("target", link), syscall.Mkfifo(fifo, 0o600)); err != nil {
		t.Fatal(err)
	}
	if f, err := openAppend(link); err == nil {
		f.Close()
		t.Error("openAppend followed a symbolic link")
	}
	if f, err := openAppend(fifo); err == nil {
		l := &logFile{File: f}
		if err := l.adopt(fifo, false); !errors.Is(err, errIrregular) {
			t.Errorf("a FIFO was adopted as the file: %v", err)
		}
		f.Close()
	}
}
