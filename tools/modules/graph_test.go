package modules

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// prefix begins the path of every module of this repository.
const prefix = "github.com/optin-go/optin"

func (n need) full() string {
	if strings.HasPrefix(n.path, "/") {
		return prefix + n.path
	}
	return n.path
}

// withoutMajor returns the path of a module of this repository without the major
// version that it ends in from v2 on, and another path as it is.
func withoutMajor(path string) string {
	if base, _, ok := module.SplitPathVersion(path); ok && within(path, prefix) {
		return base
	}
	return path
}

func TestEveryRequirementHasAReason(t *testing.T) {
	w := repositorytest.Open(t)
	for _, m := range w.Modules {
		t.Run(m.Dir, func(t *testing.T) {
			allowed, ok := needs[m.Dir]
			if !ok {
				t.Fatal("the table of requirements has no entry for this module; add one, even if it is empty")
			}
			open := map[string]bool{}
			for _, n := range allowed {
				if n.why == "" {
					t.Errorf("%s is allowed without a reason", n.full())
				}
				if open[n.full()] {
					t.Errorf("%s is in the table twice", n.full())
				}
				open[n.full()] = true
			}
			for _, r := range m.File.Require {
				if r.Indirect && (!m.Published() || m.Dir == "server") {
					continue
				}
				path := withoutMajor(r.Mod.Path)
				if !open[path] {
					t.Errorf("requires %s, which the table does not allow; say there why it is worth it", r.Mod.Path)
				}
				delete(open, path)
			}
			for _, path := range slices.Sorted(maps.Keys(open)) {
				t.Errorf("the table allows %s, which is not required any more; remove the entry", path)
			}
		})
	}
	for dir := range needs {
		if !slices.ContainsFunc(w.Modules, func(m *repository.Module) bool { return m.Dir == dir }) {
			t.Errorf("the table has an entry for %s, which is no module of the workspace", dir)
		}
	}
}

// A published module links the third-party modules of its table on some
// operating system, and no other on any.
func TestLinkedModules(t *testing.T) {
	w := repositorytest.Open(t)
	linked := map[string]map[string]string{} // module, third-party module: the way there
	for _, port := range []string{"linux/amd64", "darwin/arm64", "windows/amd64", "freebsd/amd64", "js/wasm", "plan9/amd64"} {
		packages, err := w.List(port, repository.Patterns(w.InTools())...)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range w.InTools() {
			if linked[m.Dir] == nil {
				linked[m.Dir] = map[string]string{}
			}
			for _, from := range packages.In(m.Path()) {
				for path, p := range packages {
					if p.Module == nil || p.Module.Path == m.Path() {
						continue
					}
					if chain := packages.Chain(from, path); chain != nil {
						linked[m.Dir][withoutMajor(p.Module.Path)] = strings.Join(chain, " imports ")
					}
				}
			}
		}
	}
	for _, m := range w.InTools() {
		allowed := map[string]bool{}
		for _, n := range needs[m.Dir] {
			allowed[n.full()] = true
			if _, ok := linked[m.Dir][n.full()]; !ok {
				t.Errorf("%s may require %s, but links it on no port", m.Dir, n.full())
			}
		}
		for path, way := range linked[m.Dir] {
			if !allowed[path] {
				t.Errorf("%s links %s: %s", m.Dir, path, way)
			}
		}
	}
}
