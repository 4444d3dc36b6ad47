package owndir_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/owndir"
)

func TestMakeMakesPrivateParents(t *testing.T) {
	top := filepath.Join(t.TempDir(), "a")
	dir := filepath.Join(top, "b", "c")
	for range 2 {
		if err := owndir.Make(dir, true); err != nil {
			t.Fatal(err)
		}
	}
	for _, made := range []string{top, filepath.Dir(dir), dir} {
		info, err := owndir.Check(made)
		if err != nil {
			t.Fatal(err)
		}
		if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
			t.Errorf("%s has mode %v", made, info.Mode())
		}
	}
}

func TestTightenTakesADirectoryFromOthers(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("modes say nothing on Windows")
	}
	dir := t.TempDir()
	if err := os.Chmod(dir, 0o777); err != nil {
		t.Fatal(err)
	}
	if err := owndir.Tighten(dir); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(dir); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode is %v, %v", info.Mode(), err)
	}
}

func TestWhatIsNoDirectoryIsRefused(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := owndir.Check(file); !errors.Is(err, owndir.ErrNotDirectory) {
		t.Errorf("Check of a file: %v", err)
	}
	if err := owndir.Make(file, false); err == nil {
		t.Error("Make takes a file for a directory")
	}
	if err := owndir.Make(filepath.Join(file, "below"), false); err == nil {
		t.Error("Make makes a directory below a file")
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(dir, link); err != nil {
		t.Skip("no symbolic links: ", err)
	}
	if err := owndir.Tighten(link); !errors.Is(err, owndir.ErrSymlink) {
		t.Errorf("Tighten of a link: %v", err)
	}
}

func TestNamesReadsBoundedlyAndForgivesWhatIsGone(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a1", "a2", "b1"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	isA := func(name string) bool { return strings.HasPrefix(name, "a") }
	names, err := owndir.Names(dir, -1, isA)
	slices.Sort(names)
	if err != nil || !slices.Equal(names, []string{"a1", "a2"}) {
		t.Errorf("Names returns %v, %v", names, err)
	}
	if names, err := owndir.Names(dir, 0, isA); err != nil || len(names) != 0 {
		t.Errorf("with limit 0: %v, %v", names, err)
	}
	if names, err := owndir.Names(filepath.Join(dir, "missing"), -1, isA); err != nil || len(names) != 0 {
		t.Errorf("of a missing directory: %v, %v", names, err)
	}
}
