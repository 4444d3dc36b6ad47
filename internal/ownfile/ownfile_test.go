package ownfile_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/optin-go/optin/internal/ownfile"
)

func TestOpenMakesAPrivateFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	f, info, err := ownfile.Open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if !ownfile.IsPrivate(info) {
		t.Errorf("mode is %v", info.Mode())
	}
	if _, err := f.WriteString("text"); err != nil {
		t.Fatal(err)
	}
	if !ownfile.IsAt(info, path) || ownfile.IsAt(info, path+"x") {
		t.Error("IsAt does not tell where the file is")
	}
	if data, _, err := ownfile.Read(path, 3, false); err != nil || string(data) != "tex" {
		t.Errorf("Read returns %q, %v", data, err)
	}
	if _, _, err := ownfile.Open(path, os.O_RDWR|os.O_CREATE|os.O_EXCL); !errors.Is(err, fs.ErrExist) {
		t.Errorf("O_EXCL on a file that is there: %v", err)
	}
}

// On Windows, a file that is open must not keep others from moving it away.
func TestOpenFilesCanBeRenamedAndRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	f, info, err := ownfile.Open(path, os.O_RDWR|os.O_APPEND|os.O_CREATE)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := ownfile.Rename(path, path+".1"); err != nil {
		t.Fatal(err)
	}
	if !ownfile.IsAt(info, path+".1") {
		t.Error("the file is not where it was renamed to")
	}
	if err := ownfile.Remove(path + ".1"); err != nil {
		t.Fatal(err)
	}
	if _, err := ownfile.Check(f); !errors.Is(err, ownfile.ErrGone) {
		t.Errorf("Check of a removed file returns %v, want ErrGone", err)
	}
	if err := ownfile.Remove(path + ".1"); err != nil {
		t.Errorf("removing it again: %v", err)
	}
}

// On Windows, whoever reads a file must not keep others from replacing it.
func TestOpenFilesCanBeReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	for _, name := range []string{path, path + ".new"} {
		if err := os.WriteFile(name, []byte(filepath.Base(name)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	f, _, err := ownfile.Open(path, os.O_RDONLY)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := ownfile.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	if data, err := io.ReadAll(f); err != nil || string(data) != "file" {
		t.Errorf("the reader reads %q, %v", data, err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "file.new" {
		t.Errorf("the file holds %q, %v", data, err)
	}
}

func TestDirectoriesAreRefused(t *testing.T) {
	dir := t.TempDir()
	if _, _, err := ownfile.Open(dir, os.O_RDONLY); !errors.Is(err, ownfile.ErrDirectory) {
		t.Errorf("Open: %v", err)
	}
	if _, _, err := ownfile.Read(dir, 10, true); !errors.Is(err, ownfile.ErrDirectory) {
		t.Errorf("Read: %v", err)
	}
	if err := ownfile.Remove(dir); !errors.Is(err, ownfile.ErrDirectory) {
		t.Errorf("Remove: %v", err)
	}
	if _, err := os.Stat(dir); err != nil {
		t.Error(err)
	}
}

func TestMissingFiles(t *testing.T) {
	path := filepath.Join(t.TempDir(), "missing")
	if _, _, err := ownfile.Open(path, os.O_RDWR); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Open: %v", err)
	}
	if _, _, err := ownfile.Read(path, 10, false); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("Read: %v", err)
	}
}
