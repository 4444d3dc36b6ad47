package modules

import (
	"slices"
	"strconv"
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

// Tests may import what the code they test is allowed to require, and of other
// modules the standard library's packages alone.
func TestPublishedTestsAddNoRequirement(t *testing.T) {
	w := repositorytest.Open(t)
	for _, m := range w.Published() {
		allowed := needs[m.Dir]
		sources, err := w.Sources(m)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range sources {
			if !s.Test {
				continue
			}
			for _, spec := range s.AST.Imports {
				path, err := strconv.Unquote(spec.Path.Value)
				if err != nil {
					t.Fatal(err)
				}
				first, _, _ := strings.Cut(path, "/")
				standard := !strings.Contains(first, ".")
				required := slices.ContainsFunc(allowed, func(n need) bool { return within(path, n.full()) })
				if !standard && !required && !within(path, m.Path()) {
					t.Errorf("%s imports %s: what tests require, users require", s.Name, path)
				}
			}
		}
	}
}

// within reports whether an import path belongs to a module.
func within(path, module string) bool {
	return path == module || strings.HasPrefix(path, module+"/")
}
