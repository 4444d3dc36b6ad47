package main

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/repository"
)

// module is a published module.
type module struct {
	*repository.Module
	tagged  []string  // the released versions, oldest first
	next    string    // the version to release; "" if nothing changed
	changes changelog // CHANGELOG.md
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

// survey returns the published modules, each after those it requires.
func (r *release) survey() error {
	for _, published := range r.workspace.Published() {
		m := &module{Module: published}
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
		r.modules = append(r.modules, m)
	}
	return r.order()
}

// number chooses the module's next version.
func (r *release) number(m *module) error {
	last, chosen := m.last(), r.versions[m.Dir]
	changed, err := r.changed(m)
	switch {
	case err != nil || !changed && chosen == "":
		return err
	case m.changes.section(unreleased) == "":
		return fmt.Errorf("%s/CHANGELOG.md: nothing is listed under %q; git log %s.. -- %s has what changed", m.Dir, unreleased, m.tag(last), m.Dir)
	case last == "":
		m.next = "v0.1.0"
	default:
		m.next = following(last, m.changes.asksMinor())
	}
	if chosen == "" {
		return nil
	}
	if last != "" && semver.Compare(chosen, last) <= 0 {
		return fmt.Errorf("-version %s=%s: it does not come after the last release, %s", m.Dir, chosen, last)
	}
	m.next = chosen
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
func (r *release) changed(m *module) (bool, error) {
	if m.last() == "" {
		return true, nil
	}
	names, err := r.repo.Lines("diff", "--name-only", "--no-renames", m.tag(m.last()), r.head, "--", m.Dir)
	return slices.ContainsFunc(names, func(name string) bool {
		nested := slices.ContainsFunc(r.workspace.Modules, func(other *repository.Module) bool {
			return strings.HasPrefix(other.Dir, m.Dir+"/") && strings.HasPrefix(name, other.Dir+"/")
		})
		return !nested && !strings.HasSuffix(name, "_test.go") && !strings.Contains(name, "/testdata/") && path.Base(name) != "CHANGELOG.md"
	}), err
}

// order sorts the modules so that each stands after those it requires.
func (r *release) order() error {
	var placed []*module
	for len(placed) < len(r.modules) {
		i := slices.IndexFunc(r.modules, func(m *module) bool {
			return !slices.Contains(placed, m) && !slices.ContainsFunc(m.File.Require, func(need *modfile.Require) bool {
				other := r.sibling(need.Mod.Path)
				return other != nil && !slices.Contains(placed, other)
			})
		})
		if i < 0 {
			return fmt.Errorf("modules require each other in a circle; go mod graph shows it")
		}
		placed = append(placed, r.modules[i])
	}
	r.modules = placed
	return nil
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
