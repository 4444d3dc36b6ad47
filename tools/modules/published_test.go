package modules

import (
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

func TestPublishedGoMod(t *testing.T) {
	w := repositorytest.Open(t)
	for _, m := range w.Published() {
		t.Run(m.Dir, func(t *testing.T) {
			if got, want := withoutMajor(m.Path()), prefix+"/"+m.Dir; got != want {
				t.Errorf("the module path is %s; tags of %s can only release %s, with or without a major version behind it", m.Path(), m.Dir, want)
			}
			if got := m.File.Go.Version; got != "1.25.0" {
				t.Errorf("go %s: users of the previous Go release are supported, so this must be 1.25.0", got)
			}
			if m.File.Toolchain != nil {
				t.Error("a toolchain line makes users download another Go")
			}
			for _, r := range m.File.Replace {
				t.Errorf("replace %s: users' builds ignore it, and it hides a wrong version from ours", r.Old.Path)
			}
			for _, e := range m.File.Exclude {
				t.Errorf("exclude %s: users' builds ignore it", e.Mod.Path)
			}
			for _, l := range m.File.Tool {
				t.Errorf("tool %s: users inherit what it requires; pin it in tools/dev", l.Path)
			}
		})
	}
}

// within reports whether an import path belongs to a module.
func within(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}
