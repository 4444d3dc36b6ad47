package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"golang.org/x/mod/modfile"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestGoWorkIsUpToDate(t *testing.T) {
	w := repositorytest.Open(t)
	have, err := os.ReadFile(w.Join("go.work"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := w.Format()
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("run GOWORK=off go -C tools run ./workspace; it would write:\n%s", want)
	}
}

// A module cannot be built with a Go release older than its go line, nor in a
// workspace with an older one.
func TestPublishedWorkspace(t *testing.T) {
	root := t.TempDir()
	write(t, filepath.Join(root, "go.work"), "go 1.26.0\n\nuse (\n\t./a\n\t./b\n\t./tools\n)\n")
	write(t, filepath.Join(root, "a", "go.mod"), "module example.com/a\n\ngo 1.25.0\n")
	write(t, filepath.Join(root, "b", "go.mod"), "module example.com/b\n\ngo 1.25.0\n\nrequire example.com/a v0.1.0\n")
	write(t, filepath.Join(root, "tools", "go.mod"), "module example.com/tools\n\ngo 1.26.0\n\nrequire example.com/b v0.1.0\n")
	w, err := repository.Load(root)
	if err != nil {
		t.Fatal(err)
	}
	text, err := published(w)
	if err != nil {
		t.Fatal(err)
	}
	got, err := modfile.ParseWork("go.work", text, nil)
	if err != nil {
		t.Fatal(err)
	}
	if got.Go.Version != "1.25.0" {
		t.Errorf("go %s, want 1.25.0", got.Go.Version)
	}
	var use []string
	for _, u := range got.Use {
		use = append(use, filepath.FromSlash(u.Path))
	}
	if want := []string{filepath.Join(root, "a"), filepath.Join(root, "b")}; !slices.Equal(use, want) {
		t.Errorf("uses %q, want %q", use, want)
	}
	if len(got.Replace) != 1 || filepath.FromSlash(got.Replace[0].New.Path) != filepath.Join(root, "a") {
		t.Errorf("replaces %v, want a alone: only tools requires b", got.Replace)
	}
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}
