package moduleproxy

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/zip"

	"github.com/optin-go/optin/tools/internal/git"
)

// Write adds one version of a module to the proxy in dir, or replaces it. The
// module is the directory source, as it is on disk, without the modules nested in it.
func Write(dir string, v module.Version, source string) error {
	goMod, err := os.ReadFile(filepath.Join(source, "go.mod"))
	if err != nil {
		return err
	}
	return write(dir, v, goMod, func(w io.Writer) error { return zip.CreateFromDir(w, v, source) })
}

// WriteRevision adds one version of a module to the proxy in dir, or replaces it.
// The module is the directory subdir of a git revision, as the public proxy would read it.
func WriteRevision(dir string, v module.Version, repo git.Repository, revision, subdir string) error {
	goMod, err := repo.Run("show", revision+":"+path.Join(subdir, "go.mod"))
	if err != nil {
		return err
	}
	return write(dir, v, []byte(goMod+"\n"), func(w io.Writer) error {
		return zip.CreateFromVCS(w, v, repo.Dir, revision, subdir)
	})
}

func write(dir string, v module.Version, goMod []byte, archive func(io.Writer) error) error {
	at, err := versions(dir, v.Path)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(at, 0o755); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(at, v.Version+".zip"))
	if err != nil {
		return err
	}
	if err := errors.Join(archive(file), file.Close()); err != nil {
		return err
	}
	// The time is part of no hash, and a fixed one keeps the proxy reproducible.
	info := fmt.Sprintf("{%q:%q,%q:%q}\n", "Version", v.Version, "Time", time.Unix(0, 0).UTC().Format(time.RFC3339))
	return errors.Join(
		os.WriteFile(filepath.Join(at, v.Version+".mod"), goMod, 0o644),
		os.WriteFile(filepath.Join(at, v.Version+".info"), []byte(info), 0o644),
		list(at),
	)
}

// list writes the file that names the versions which are there.
func list(at string) error {
	infos, err := filepath.Glob(filepath.Join(at, "*.info"))
	if err != nil {
		return err
	}
	var text []byte
	for _, name := range infos {
		base := filepath.Base(name)
		text = append(text, base[:len(base)-len(".info")]...)
		text = append(text, '\n')
	}
	return os.WriteFile(filepath.Join(at, "list"), text, 0o644)
}

// versions returns the directory that holds the versions of a module.
func versions(dir, modulePath string) (string, error) {
	escaped, err := module.EscapePath(modulePath)
	return filepath.Join(dir, filepath.FromSlash(escaped), "@v"), err
}
