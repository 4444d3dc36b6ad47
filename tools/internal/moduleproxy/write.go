package moduleproxy

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"
)

// Write adds one version of a module to the proxy in dir. The module is the
// directory source, as it is on disk, without the modules nested in it.
func Write(dir string, v module.Version, source string) error {
	escaped, err := module.EscapePath(v.Path)
	if err != nil {
		return err
	}
	at := filepath.Join(dir, filepath.FromSlash(escaped), "@v")
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	goMod, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	// The time is part of no hash, and a fixed one keeps the proxy reproducible.
	info := fmt.Sprintf("{%q:%q,%q:%q}\n", "Version", v.Version, "Time", time.Unix(0, 0).UTC().Format(time.RFC3339))
	list, err := os.OpenFile(filepath.Join(at, "list"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(list, v.Version)
	archive, createErr := os.Create(filepath.Join(at, v.Version+".zip"))
	if err := errors.Join(err, list.Close(), createErr); err != nil {
		return err
	}
	return errors.Join(
		zip.CreateFromDir(archive, v, source),
		archive.Close(),
		os.WriteFile(filepath.Join(at, v.Version+".mod"), goMod, 0o644),
		os.WriteFile(filepath.Join(at, v.Version+".info"), []byte(info), 0o644),
	)
}

// URL returns the form in which GOPROXY names a directory.
func URL(dir string) string {
	dir = filepath.ToSlash(dir)
	if dir[0] != '/' {
		dir = "/" + dir // a Windows drive
	}
	return "file://" + dir
}
