package modules

import (
	"os"
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
	found := 0
	for _, pattern := range []string{"*/go.mod", "*/*/go.mod"} {
		names, err := filepath.Glob(w.Join(pattern))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			rel, err := filepath.Rel(w.Root, filepath.Dir(name))
			if err != nil {
				t.Fatal(err)
			}
			dir := filepath.ToSlash(rel)
			used := slices.ContainsFunc(w.Modules, func(m *repository.Module) bool { return m.Dir == dir })
			if used == isApart(dir) && !strings.HasPrefix(dir, ".") {
				t.Errorf("%s: in go.work is %t, want %t", dir, used, !used)
			}
			found++
		}
	}
	if found < len(w.Modules) {
		t.Errorf("found %d modules, fewer than go.work uses", found)
	}
}

// The tables of modules have a row for each.
func TestModulesAreNamed(t *testing.T) {
	w := repositorytest.Open(t)
	contributing, design := read(t, w, "CONTRIBUTING.md"), read(t, w, "docs/DESIGN.md")
	for _, m := range w.Modules {
		if m.Published() && !strings.Contains(contributing, "\n| [`"+m.Dir+"`](") {
			t.Errorf("CONTRIBUTING.md has no row for %s", m.Dir)
		}
		if !strings.Contains(design, "\n| `"+m.Dir+"/` |") {
			t.Errorf("docs/DESIGN.md has no row for %s", m.Dir)
		}
	}
}

func read(t *testing.T, w *repository.Workspace, name string) string {
	t.Helper()
	text, err := os.ReadFile(w.Join(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
