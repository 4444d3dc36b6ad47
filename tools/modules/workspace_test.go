package modules

import (
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// apart are the modules that must stay out of go.work: their many requirements
// would take part in choosing the versions everything else is built with.
var apart = []string{"integration/collector", "tools/dev", "tools/lint"}

func TestEveryModuleIsInTheWorkspace(t *testing.T) {
	w := repositorytest.Open(t)
	var found []string
	err := filepath.WalkDir(w.Root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && (d.Name() == "testdata" || strings.HasPrefix(d.Name(), ".")) {
			return filepath.SkipDir
		}
		if d.Name() != "go.mod" {
			return nil
		}
		rel, err := filepath.Rel(w.Root, filepath.Dir(name))
		found = append(found, filepath.ToSlash(rel))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range found {
		used := slices.ContainsFunc(w.Modules, func(m *repository.Module) bool { return m.Dir == dir })
		switch {
		case slices.Contains(apart, dir) && used:
			t.Errorf("%s is in go.work; tool modules stay out of it", dir)
		case !slices.Contains(apart, dir) && !used:
			t.Errorf("%s is not in go.work; add a use line", dir)
		}
	}
	for _, dir := range apart {
		if !slices.Contains(found, dir) {
			t.Errorf("%s has no go.mod", dir)
		}
	}
}

func TestGoWorkSpeaksOfThisRepositoryOnly(t *testing.T) {
	w := repositorytest.Open(t)
	for _, r := range w.File.Replace {
		m := w.Sibling(r.Old.Path)
		switch {
		case m == nil:
			t.Errorf("go.work replaces %s, which is not a module of this repository", r.Old.Path)
		case r.New.Path != "./"+m.Dir:
			t.Errorf("go.work replaces %s by %s, want ./%s", r.Old.Path, r.New.Path, m.Dir)
		}
	}
	for _, dir := range apart {
		for _, line := range goMod(t, w.Join(dir, "go.mod")) {
			if strings.HasPrefix(line, "replace") {
				t.Errorf("%s: %s", dir, line)
			}
		}
	}
}

func goMod(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}
