package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/tools/internal/repository"
)

func main() {
	check := flag.Bool("check", false, "fail if go.work is not up to date, and write nothing")
	other := flag.String("published", "", "write a workspace of the published modules to this `file` instead")
	flag.Parse()
	if err := run(*check, *other); err != nil {
		fmt.Fprintln(os.Stderr, "workspace:", err)
		os.Exit(1)
	}
}

func run(check bool, other string) error {
	w, err := repository.Open()
	if err != nil {
		return err
	}
	if other != "" {
		text, err := published(w)
		if err != nil {
			return err
		}
		return os.WriteFile(other, text, 0o644)
	}
	name := w.Join("go.work")
	have, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	want, err := w.Format()
	switch {
	case err != nil || bytes.Equal(have, want):
		return err
	case check:
		return errors.New("go.work is out of date; run GOWORK=off go -C tools run ./workspace")
	}
	return os.WriteFile(name, want, 0o644)
}

// published returns a go.work of the published modules, for the Go release that all of
// them name. Its directories are absolute, so that it works anywhere.
func published(w *repository.Workspace) ([]byte, error) {
	out := &repository.Workspace{Modules: w.Published()}
	for _, m := range out.Modules {
		out.Go, m.Use = m.File.Go.Version, filepath.ToSlash(w.Join(m.Dir))
	}
	return out.Format()
}
