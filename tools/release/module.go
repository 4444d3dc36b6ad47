package main

import (
	"errors"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/repository"
)

// A module is one that may be released.
type module struct {
	*repository.Module
	last    string   // the last released version, or ""
	next    string   // the version to release, or ""
	tagged  []string // the released versions, oldest first
	files   []string // changed since the last release, relative to the repository's root
	commits []string // that touched the module since, newest first
	change  change
	api     api
	gained  []string      // what it asks of users that its last release did not
	require []requirement // what changes in go.mod
}

// tagOf returns the tag of a version.
func (m *module) tagOf(version string) string { return m.Dir + "/" + version }

// here returns the version that the module's directory has, or nearly: it may have
// changed since in what is no reason for a release.
func (m *module) here() string {
	if m.next != "" {
		return m.next
	}
	return m.last
}

// newest returns the version that a module released now may require: the newest one
// that is not retracted. It is "" if there is none.
func (m *module) newest() string {
	if m.next != "" && !m.retracted(m.next) {
		return m.next
	}
	for _, v := range slices.Backward(m.tagged) {
		if !m.retracted(v) {
			return v
		}
	}
	return ""
}

// retracted reports whether the module's go.mod says that a version must not be used.
func (m *module) retracted(version string) bool {
	return slices.ContainsFunc(m.File.Retract, func(r *modfile.Retract) bool {
		return semver.Compare(r.Low, version) <= 0 && semver.Compare(version, r.High) <= 0
	})
}

func (m *module) version() modpath.Version {
	return modpath.Version{Path: m.Path(), Version: m.next}
}

// survey finds the published modules, their last tags, and what changed since.
func (r *release) survey() ([]*module, error) {
	var out []*module
	for _, m := range r.workspace.Published() {
		m := &module{Module: m}
		var err error
		if m.tagged, err = r.tags(m); err != nil {
			return nil, err
		}
		if len(m.tagged) > 0 {
			m.last = m.tagged[len(m.tagged)-1]
			if m.files, err = r.changed(m); err != nil {
				return nil, err
			}
			if m.commits, err = r.repo.Lines("log", "--no-merges", "--format=%h %s", m.tagOf(m.last)+".."+r.head, "--", m.Dir); err != nil {
				return nil, err
			}
		}
		out = append(out, m)
	}
	return order(out)
}

// tags returns the versions of a module that have a tag, oldest first.
func (r *release) tags(m *module) ([]string, error) {
	names, err := r.repo.Lines("tag", "--list", m.Dir+"/v*")
	if err != nil {
		return nil, err
	}
	_, major, _ := modpath.SplitPathVersion(m.Path())
	var out []string
	for _, name := range names {
		v := path.Base(name)
		if m.tagOf(v) == name && semver.Canonical(v) == v && modpath.CheckPathMajor(v, major) == nil {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, semver.Compare)
	return out, nil
}

// changed returns the files of a module that are not as they were at its last
// release and that its users build, read or run.
func (r *release) changed(m *module) ([]string, error) {
	names, err := r.repo.Lines("diff", "--name-only", "--no-renames", m.tagOf(m.last), r.head, "--", m.Dir)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(names, func(name string) bool {
		for _, other := range r.workspace.Modules {
			if strings.HasPrefix(other.Dir, m.Dir+"/") && strings.HasPrefix(name, other.Dir+"/") {
				return true
			}
		}
		return strings.HasSuffix(name, "_test.go") ||
			strings.Contains("/"+name, "/testdata/") ||
			name == path.Join(m.Dir, "CHANGELOG.md")
	}), nil
}

// order sorts modules so that each stands after those it requires, and those that
// many require come early.
func order(modules []*module) ([]*module, error) {
	dependents := map[string]int{}
	for _, m := range modules {
		for _, need := range m.File.Require {
			dependents[need.Mod.Path]++
		}
	}
	modules = slices.Clone(modules)
	slices.SortStableFunc(modules, func(a, b *module) int { return dependents[b.Path()] - dependents[a.Path()] })
	var out []*module
	for len(out) < len(modules) {
		i := slices.IndexFunc(modules, func(m *module) bool { return !slices.Contains(out, m) && ready(m, modules, out) })
		if i < 0 {
			return nil, errors.New("modules require each other in a circle; go mod graph shows it")
		}
		out = append(out, modules[i])
	}
	return out, nil
}

// ready reports whether all siblings that m requires are among those placed.
func ready(m *module, all, placed []*module) bool {
	for _, require := range m.File.Require {
		for _, other := range all {
			if other.Path() == require.Mod.Path && !slices.Contains(placed, other) {
				return false
			}
		}
	}
	return true
}
