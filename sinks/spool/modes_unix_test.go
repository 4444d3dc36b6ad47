//go:build unix

package spoolsink_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

func TestModes(t *testing.T) {
	s, dir := open(t, new(receiver), nil)
	emit(t, s, "one")
	for path, want := range map[string]fs.FileMode{dir: 0o700 | fs.ModeDir, segments(t, dir)[0]: 0o600} {
		info, err := os.Lstat(path)
		check(t, err)
		equal(t, path, info.Mode(), want)
	}
}

// The directory that others could look into, or write to, is closed to them.
func TestDirectoryOpenToOthersIsTightened(t *testing.T) {
	s, dir := open(t, new(receiver), nil)
	check(t, os.Mkdir(dir, 0o700))
	check(t, os.Chmod(dir, 0o777))
	name := filepath.Join(dir, spoolsink.SegmentName(time.Now().UnixNano()))
	write(t, name, encoded(t, event("planted")))
	check(t, os.Chmod(name, 0o666))
	_ = stats(t, s)
	info, err := os.Lstat(dir)
	check(t, err)
	equal(t, "mode after reading", info.Mode().Perm(), 0o777)
	emit(t, s, "one")
	info, err = os.Lstat(dir)
	check(t, err)
	equal(t, "mode after writing", info.Mode().Perm(), 0o700)
	deliver(t, s)
	equal(t, "the file that others can write", stats(t, s).Delivered, 1)
}
