//go:build linux && !android

package machineid

import (
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/denisbrodbeck/machineid"
)

// files returns the sources of a machine whose two ID files are in a directory
// of the test. The library's part is played by what the library does: it cannot
// be given other paths.
func files(t *testing.T) (sources []source, dbus, etc string) {
	dir := t.TempDir()
	dbus, etc = filepath.Join(dir, "dbus"), filepath.Join(dir, "etc")
	library := func() (string, error) {
		b, err := os.ReadFile(dbus)
		if err != nil {
			b, err = os.ReadFile(etc)
		}
		return strings.TrimSpace(string(b)), err
	}
	return fileSources(dbus, etc, library), dbus, etc
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// One unusable file falls through to the other; two are a machine without an ID.
func TestUnusableFile(t *testing.T) {
	contains := func(content string) func(string) error {
		return func(path string) error { return os.WriteFile(path, []byte(content), 0o600) }
	}
	linksTo := func(target string) func(string) error {
		return func(path string) error { return os.Symlink(target, path) }
	}
	for _, tt := range []struct {
		name string
		make func(path string) error
	}{
		{"missing", func(string) error { return nil }},
		{"empty", contains("")},
		{"a placeholder", contains("uninitialized\n")},
		{"zeros", contains(strings.Repeat("0", 32) + "\n")},
		{"all f", contains(strings.Repeat("f", 32) + "\n")},
		{"too long an ID", contains(idA + idA)},
		{"binary", contains("\x00\xff\x7fELF")},
		{"an ID in 4 KiB and a byte", contains(idA + strings.Repeat("\n", maxFile+1-len(idA)))},
		{"a FIFO", func(path string) error { return syscall.Mkfifo(path, 0o600) }},
		{"a directory", func(path string) error { return os.Mkdir(path, 0o700) }},
		{"a link to nothing", linksTo("nothing")},
		{"a link to a device without end", linksTo("/dev/zero")},
		{"a file that opens and cannot be read", linksTo("/proc/self/mem")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sources, dbus, etc := files(t)
			if err := tt.make(dbus); err != nil {
				t.Fatal(err)
			}
			write(t, etc, idB+"\n")
			if got := identify(sources); !got.stable || got.id != idB {
				t.Errorf("dbus: %+v, want the ID in etc", got)
			}
			sources, _, etc = files(t)
			if err := tt.make(etc); err != nil {
				t.Fatal(err)
			}
			if got := identify(sources); got.stable || !uuid4.MatchString(got.id) {
				t.Errorf("etc: %+v, want a random UUID that is not stable", got)
			}
		})
	}
}

func TestFileWithoutPermission(t *testing.T) {
	sources, dbus, etc := files(t)
	write(t, dbus, idA)
	write(t, etc, idB)
	for _, path := range []string{dbus, etc} {
		if err := os.Chmod(path, 0); err != nil {
			t.Fatal(err)
		}
	}
	if os.Geteuid() == 0 {
		// Root may read anything: for the file system alone, and on this thread
		// alone, be somebody else.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		if err := syscall.Setfsuid(65534); err != nil {
			t.Fatal(err)
		}
		defer syscall.Setfsuid(0)
	}
	if _, err := os.ReadFile(dbus); !errors.Is(err, fs.ErrPermission) {
		t.Fatalf("the test may read the file: %v", err)
	}
	if got := identify(sources); got.stable || !uuid4.MatchString(got.id) {
		t.Errorf("%+v, want a random UUID that is not stable", got)
	}
}

func TestUsableFile(t *testing.T) {
	t.Run("dbus comes first", func(t *testing.T) {
		sources, dbus, etc := files(t)
		write(t, dbus, idA+"\n")
		write(t, etc, idB+"\n")
		if got := identify(sources); !got.stable || got.id != idA {
			t.Errorf("%+v, want %s", got, idA)
		}
	})
	t.Run("dbus is a link to etc", func(t *testing.T) {
		sources, dbus, etc := files(t)
		if err := os.Symlink(etc, dbus); err != nil {
			t.Fatal(err)
		}
		write(t, etc, idB+"\n")
		if got := identify(sources); !got.stable || got.id != idB {
			t.Errorf("%+v, want %s", got, idB)
		}
	})
	t.Run("4 KiB", func(t *testing.T) {
		sources, dbus, _ := files(t)
		write(t, dbus, idA+strings.Repeat("\n", maxFile-len(idA)))
		if got := identify(sources); !got.stable || got.id != idA {
			t.Errorf("%+v, want %s", got, idA)
		}
	})
	t.Run("the library fails after all", func(t *testing.T) {
		_, dbus, etc := files(t)
		write(t, dbus, idA)
		write(t, etc, idB)
		sources := fileSources(dbus, etc, func() (string, error) { return idA, errors.New("gone") })
		if got := identify(sources); !got.stable || got.id != idB {
			t.Errorf("%+v, want the ID in etc", got)
		}
	})
}

// The real library, the real paths, and no care at all must agree with Derive
// on a machine where nothing is wrong, such as this one.
func TestThisMachine(t *testing.T) {
	library := func() string { id, _ := machineid.ID(); return id }
	etc := func() string { b, _ := os.ReadFile("/etc/machine-id"); return string(b) }
	want := identify([]source{library, etc})
	container, _ := inContainer()
	want.stable = want.stable && !container
	if got := Stable(); got != want.stable {
		t.Fatalf("Stable() is %v, want %v", got, want.stable)
	}
	if want.stable && Derive("salt") != derive("salt", want.id) {
		t.Error("Derive does not use the ID that the library reads")
	}
}

// The first file that package os opens takes two descriptors more; a process that
// does not get them ends, and with it the tool.
func TestFewDescriptorsAreSurvived(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	for limit := 3; limit <= 12; limit++ {
		cmd := exec.Command("sh", "-c", `ulimit -n "$0" && exec "$1"`, strconv.Itoa(limit), exe)
		cmd.Env = append(os.Environ(), childRole+"=derive")
		out, err := cmd.CombinedOutput()
		if strings.Contains(string(out), "error while loading shared libraries") {
			continue // the race detector's program is linked at its start, and did not begin
		}
		if err != nil || string(out) != "64\n" {
			t.Errorf("with %d descriptors: %v\n%.200s", limit, err, out)
		}
	}
}
