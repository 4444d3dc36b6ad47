package modules

import (
	"strings"
	"testing"

	"golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestEveryRequirementHasAReason(t *testing.T) {
	w := repositorytest.Open(t)
	unused := map[[2]string]bool{} // a module's directory, and what it requires
	for _, n := range needs {
		for dir := range strings.FieldsSeq(n.modules) {
			unused[[2]string{dir, n.path}] = true
		}
	}
	for _, m := range w.Modules {
		for _, r := range m.File.Require {
			if w.Sibling(r.Mod.Path) != nil || r.Indirect && (!m.Published() || m.Dir == "server") {
				continue
			}
			if entry := [2]string{m.Dir, r.Mod.Path}; !unused[entry] {
				t.Errorf("%s requires %s, which the table does not allow; say there why it is worth it", m.Dir, r.Mod.Path)
			} else {
				delete(unused, entry)
			}
		}
	}
	for entry := range unused {
		t.Errorf("the table has %s for %s, which does not require it any more; remove the entry", entry[1], entry[0])
	}
}

// Users download a published module without the rest of the repository.
func TestPublishedModules(t *testing.T) {
	w := repositorytest.Open(t)
	license := read(t, w, "LICENSE")
	for _, m := range w.Published() {
		t.Run(m.Dir, func(t *testing.T) {
			if path, _, _ := module.SplitPathVersion(m.Path()); path != "github.com/optin-go/optin/"+m.Dir {
				t.Errorf("tags of %s cannot release the module path %s", m.Dir, m.Path())
			}
			if got := m.File.Go.Version; got != "1.25.0" {
				t.Errorf("go %s: users of the previous Go release are supported, so this must be 1.25.0", got)
			}
			if m.File.Toolchain != nil {
				t.Error("a toolchain line makes users download another Go")
			}
			if len(m.File.Replace)+len(m.File.Exclude) > 0 {
				t.Error("users' builds ignore replace and exclude, which hide a wrong version from ours")
			}
			if len(m.File.Tool) > 0 {
				t.Error("users inherit what a tool requires; pin it in tools/dev")
			}
			if read(t, w, m.Dir+"/LICENSE") != license {
				t.Error("LICENSE differs from the repository's")
			}
			for _, name := range []string{"/README.md", "/CHANGELOG.md"} {
				if strings.TrimSpace(read(t, w, m.Dir+name)) == "" {
					t.Errorf("%s is empty", name)
				}
			}
		})
	}
}
