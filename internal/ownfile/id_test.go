package ownfile_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/ownfile"
)

func TestIDChangesWithTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file")
	write := func(path, text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	identify := func() ownfile.ID {
		t.Helper()
		id, err := ownfile.Identify(path)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	if id := identify(); id != (ownfile.ID{}) || id.IsYoung(time.Now()) {
		t.Errorf("a missing file has the ID %+v", id)
	}
	write(path, "first")
	id := identify()
	if _, meta, err := ownfile.Read(path, 10, true); err != nil || meta.ID != id || id == (ownfile.ID{}) {
		t.Errorf("Read tells of %+v, %v; Identify of %+v", meta.ID, err, id)
	}
	if !id.IsYoung(time.Now()) || id.IsYoung(time.Now().Add(time.Minute)) {
		t.Error("a file is young for another time than some seconds")
	}
	if id != identify() {
		t.Error("the ID changed without the file")
	}
	for name, change := range map[string]func() error{
		"longer":    func() error { write(path, "longer"); return nil },
		"older":     func() error { return os.Chtimes(path, time.Time{}, time.Unix(1e9, 1e6)) },
		"replaced":  func() error { write(path+"2", "longer"); return os.Rename(path+"2", path) },
		"a removal": func() error { return os.Remove(path) },
	} {
		write(path, "first")
		id := identify()
		if err := change(); err != nil {
			t.Fatal(err)
		}
		if id == identify() {
			t.Errorf("%s: the same ID", name)
		}
	}
}
