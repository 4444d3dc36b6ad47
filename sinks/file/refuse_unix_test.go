//go:build unix && !aix && !solaris

package filesink_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	filesink "github.com/optin-go/optin/sinks/file"
)

func TestParentsAndFileArePrivate(t *testing.T) {
	for _, umask := range []int{0, 0o022, 0o777} {
		path := filepath.Join(t.TempDir(), "a", "b", "events.jsonl")
		before := syscall.Umask(umask)
		sink := filesink.New(path, nil)
		err := sink.Emit(t.Context(), recorded(t, "one"))
		syscall.Umask(before)
		if err := errors.Join(err, sink.Close()); err != nil {
			t.Fatalf("umask %#o: %v", umask, err)
		}
		for _, tt := range []struct {
			path string
			want fs.FileMode
		}{
			{path, 0o600},
			{filepath.Dir(path), fs.ModeDir | 0o700},
			{filepath.Dir(filepath.Dir(path)), fs.ModeDir | 0o700},
		} {
			info, err := os.Lstat(tt.path)
			if err != nil {
				t.Fatal(err)
			}
			if info.Mode() != tt.want {
				t.Errorf("umask %#o: %s has the mode %v, want %v", umask, tt.path, info.Mode(), tt.want)
			}
		}
	}
}

func TestOwnFileIsMadePrivate(t *testing.T) {
	for _, mode := range []fs.FileMode{0o644, 0o666, 0o777, 0o640, fs.ModeSetuid | 0o600} {
		path := tempFile(t)
		write(t, path, "")
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		sink := filesink.New(path, nil)
		emit(t, sink, "one")
		if err := sink.Close(); err != nil {
			t.Fatal(err)
		}
		info, err := os.Lstat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode() != 0o600 {
			t.Errorf("a file of mode %v has now the mode %v, want 0600", mode, info.Mode())
		}
	}
}

// refusals are what may stand in the file's place and must not be written to.
// place puts it there and returns what must not change, nil if that is the path
// itself.
var refusals = []struct {
	name  string
	place func(t *testing.T, path string) (target string)
	says  string // what the error must explain
}{
	{"directory", func(t *testing.T, path string) string {
		check(t, os.Mkdir(path, 0o755))
		return path
	}, "directory"},
	{"FIFO", func(t *testing.T, path string) string {
		check(t, syscall.Mkfifo(path, 0o644))
		return path
	}, "not a regular file"},
	{"socket", func(t *testing.T, path string) string {
		listener, err := net.Listen("unix", path)
		check(t, err)
		t.Cleanup(func() { listener.Close() })
		return path
	}, "not a regular file"},
	{"symbolic link to a file", func(t *testing.T, path string) string {
		write(t, path+".target", "theirs\n")
		check(t, os.Chmod(path+".target", 0o644))
		check(t, os.Symlink(path+".target", path))
		return path + ".target"
	}, "symbolic link"},
	{"symbolic link to nothing", func(t *testing.T, path string) string {
		check(t, os.Symlink(path+".target", path))
		return path + ".target"
	}, "symbolic link"},
	{"symbolic link to a FIFO", func(t *testing.T, path string) string {
		check(t, syscall.Mkfifo(path+".target", 0o644))
		check(t, os.Symlink(path+".target", path))
		return path + ".target"
	}, "symbolic link"},
	{"symbolic link to a device", func(t *testing.T, path string) string {
		check(t, os.Symlink("/dev/null", path))
		return "/dev/null"
	}, "symbolic link"},
	{"hard link", func(t *testing.T, path string) string {
		write(t, path+".target", "theirs\n")
		check(t, os.Chmod(path+".target", 0o644))
		check(t, os.Link(path+".target", path))
		return path + ".target"
	}, "hard link"},
}

func TestWhatIsNoFileOfOursIsRefused(t *testing.T) {
	for _, tt := range refusals {
		t.Run(tt.name, func(t *testing.T) {
			// A path to a socket must be short.
			dir, err := os.MkdirTemp("", "f12")
			check(t, err)
			t.Cleanup(func() { os.RemoveAll(dir) })
			path := filepath.Join(dir, "events.jsonl")
			target := tt.place(t, path)
			wantRefused(t, path, target, tt.says)
		})
	}
}

func TestDevicesAreRefused(t *testing.T) {
	for _, path := range []string{"/dev/null", "/dev/full", "/dev/tty", "/dev/zero"} {
		if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		wantRefused(t, path, path, "not a regular file")
	}
}

func TestPathThatNamesNoFileIsRefused(t *testing.T) {
	dir := t.TempDir()
	for _, tt := range []struct{ path, says string }{
		{"", "empty"},
		{dir + "/", "separator"},
		{dir, "directory"},
		{dir + "/.", "directory"},
		{"/", "separator"},
	} {
		wantRefused(t, tt.path, dir, tt.says)
	}
}

func TestPathThatCannotBeIsAnError(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "file"), "theirs\n")
	check(t, os.Symlink("loop", filepath.Join(dir, "loop")))
	for _, tt := range []struct {
		name, path string
		want       error
	}{
		{"parent is a file", filepath.Join(dir, "file", "events.jsonl"), syscall.ENOTDIR},
		{"parent of the parent is a file", filepath.Join(dir, "file", "dir", "events.jsonl"), syscall.ENOTDIR},
		{"name too long", filepath.Join(dir, strings.Repeat("x", 300)), syscall.ENAMETOOLONG},
		{"path too long", filepath.Join(dir, strings.Repeat("x/", 4096), "x"), syscall.ENAMETOOLONG},
		{"NUL", filepath.Join(dir, "a\x00b"), syscall.EINVAL},
		{"NUL in the parent", filepath.Join(dir, "a\x00b", "c"), syscall.EINVAL},
		{"parent is a link to itself", filepath.Join(dir, "loop", "events.jsonl"), syscall.ELOOP},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := wantRefused(t, tt.path, filepath.Join(dir, "file"), "")
			if !errors.Is(err, tt.want) {
				t.Errorf("Emit returned %v, want %v", err, tt.want)
			}
		})
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 2 {
		t.Errorf("the directory holds %v (%v), want what was there before", entries, err)
	}
}

func TestParentThatIsALinkToADirectoryIsFine(t *testing.T) {
	dir := t.TempDir()
	check(t, os.Mkdir(filepath.Join(dir, "real"), 0o700))
	check(t, os.Symlink("real", filepath.Join(dir, "link")))
	sink := filesink.New(filepath.Join(dir, "link", "events.jsonl"), nil)
	defer sink.Close()
	emit(t, sink, "one")
	if got := names(readEvents(t, filepath.Join(dir, "real", "events.jsonl"))); got != "one" {
		t.Errorf("the file holds the events %q, want %q", got, "one")
	}
}

// wantRefused emits to path, which must fail at once, leave target as it is and
// leave no goroutine or descriptor behind.
func wantRefused(t *testing.T, path, target, says string) error {
	t.Helper()
	before, goroutines, descriptors := describe(t, target), runtime.NumGoroutine(), openDescriptors(t)
	sink := filesink.New(path, nil)
	err := emitFails(t, sink)
	if !strings.Contains(err.Error(), says) {
		t.Errorf("Emit returned %q, want it to say %q", err, says)
	}
	if now := openDescriptors(t); now != descriptors {
		t.Errorf("%d descriptors are open, %d were before", now, descriptors)
	}
	if err := sink.Close(); err != nil {
		t.Errorf("Close returned %v", err)
	}
	if now := runtime.NumGoroutine(); now > goroutines {
		t.Errorf("there are %d goroutines, there were %d", now, goroutines)
	}
	if after := describe(t, target); after != before {
		t.Errorf("%s is now %s, it was %s", target, after, before)
	}
	return err
}

// describe returns what must not change about a file.
func describe(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return "nothing"
	}
	check(t, err)
	text := info.Mode().String()
	if info.Mode().IsRegular() {
		text += " " + content(t, path)
	}
	return text
}

// openDescriptors counts the descriptors of this process.
func openDescriptors(t *testing.T) int {
	t.Helper()
	entries, err := os.ReadDir("/dev/fd")
	check(t, err)
	return len(entries)
}
