package main

import (
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/repository"
)

// module is a published module.
type module struct {
	*repository.Module
	tagged  []string  // the released versions, oldest first
	next    string    // the version to release; "" if nothing changed
	changes changelog // CHANGELOG.md
	placed  bool      // among the modules of the release
}

// last returns the newest released version, or "".
func (m *module) last() string {
	if len(m.tagged) == 0 {
		return ""
	}
	return m.tagged[len(m.tagged)-1]
}

// newest returns the version that siblings require.
func (m *module) newest() string {
	if m.next != "" {
		return m.next
	}
	return m.last()
}

func (m *module) tag(version string) string { return m.Dir + "/" + version }

// survey finds the published modules, and what each is to become.
func (r *release) survey() error {
	all := map[string]*module{} // by module path
	for _, published := range r.workspace.Published() {
		m := &module{Module: published}
		all[m.Path()] = m
		text, err := os.ReadFile(r.workspace.Join(m.Dir, "CHANGELOG.md"))
		if err != nil {
			return err
		}
		m.changes = changelog(text)
		tags, err := r.repo.Lines("tag", "--list", m.tag("v*"))
		if err != nil {
			return err
		}
		for _, tag := range tags {
			m.tagged = append(m.tagged, path.Base(tag))
		}
		semver.Sort(m.tagged)
		if err := r.number(m); err != nil {
			return err
		}
	}
	for _, path := range slices.Sorted(maps.Keys(all)) {
		r.place(all[path], all)
	}
	return nil
}

// place adds a module to the release, after those that it requires.
func (r *release) place(m *module, all map[string]*module) {
	if m.placed {
		return
	}
	m.placed = true
	for _, need := range m.File.Require {
		if other := all[need.Mod.Path]; other != nil {
			r.place(other, all)
		}
	}
	r.modules = append(r.modules, m)
}

// number chooses the module's next version.
func (r *release) number(m *module) error {
	last, chosen := m.last(), r.versions[m.Dir]
	switch {
	case chosen == "" && !r.changed(m):
		return nil
	case m.changes.section(unreleased) == "":
		return fmt.Errorf("%s/CHANGELOG.md: nothing is listed under %q; git log %s.. -- %s has what changed", m.Dir, unreleased, m.tag(last), m.Dir)
	case chosen != "" && semver.Compare(chosen, last) <= 0:
		return fmt.Errorf("-version %s=%s: it does not come after the last release, %s", m.Dir, chosen, last)
	case chosen != "":
		m.next = chosen
	case last == "":
		m.next = "v0.1.0"
	default:
		m.next = following(last, m.changes.asksMinor())
	}
	return nil
}

// following returns the next minor or patch version. A prerelease is followed by its
// own release.
func following(last string, minor bool) string {
	if pre := semver.Prerelease(last); pre != "" {
		return strings.TrimSuffix(last, pre)
	}
	var x, y, z int
	_, _ = fmt.Sscanf(last, "v%d.%d.%d", &x, &y, &z) // it is canonical
	if minor {
		return fmt.Sprintf("v%d.%d.0", x, y+1)
	}
	return fmt.Sprintf("v%d.%d.%d", x, y, z+1)
}

// changed reports whether what users build, read or run of the module differs from
// its last release.
func (r *release) changed(m *module) bool {
	return m.last() == "" || !r.repo.Is("diff", "--quiet", m.tag(m.last()), "HEAD", "--", m.Dir,
		":(exclude)*_test.go", ":(exclude)*/testdata/*", ":(exclude)"+m.Dir+"/CHANGELOG.md")
}

// sibling returns the published module with a module path, or nil.
func (r *release) sibling(modulePath string) *module {
	for _, m := range r.modules {
		if m.Path() == modulePath {
			return m
		}
	}
	return nil
}

// released returns the modules that get a version, required ones first.
func (r *release) released() []*module {
	return slices.DeleteFunc(slices.Clone(r.modules), func(m *module) bool { return m.next == "" })
}
