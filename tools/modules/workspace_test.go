package modules

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// isApart reports whether a module must stay out of go.work: its many requirements
// would take part in choosing the versions everything else is built with.
func isApart(dir string) bool {
	return dir == "bench" || dir == "tools/dev" || dir == "tools/lint" || strings.HasPrefix(dir, "integration/")
}

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
		case isApart(dir) && used:
			t.Errorf("%s is in go.work; it stays out of it", dir)
		case !isApart(dir) && !used:
			t.Errorf("%s is not in go.work; add a use line", dir)
		}
	}
}
