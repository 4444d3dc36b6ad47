package main

import (
	"path"
	"strings"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// gained returns what a module asks of its users that its last release did not: a
// module of others, or a later Go.
func (r *release) gained(m *module) ([]string, error) {
	old, err := r.repo.Run("show", m.tagOf(m.last)+":"+path.Join(m.Dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	before, err := modfile.Parse("go.mod", []byte(old), nil)
	if err != nil {
		return nil, err
	}
	return newNeeds(before, m.File, func(path string) bool { return r.sibling(path) != nil }), nil
}

// newNeeds compares two go.mod files.
func newNeeds(before, after *modfile.File, isSibling func(path string) bool) []string {
	required := map[string]bool{}
	for _, need := range before.Require {
		required[need.Mod.Path] = true
	}
	var out []string
	for _, need := range after.Require {
		if !required[need.Mod.Path] && !isSibling(need.Mod.Path) {
			out = append(out, need.Mod.Path)
		}
	}
	if before.Go != nil && after.Go != nil && semver.Compare("v"+after.Go.Version, "v"+before.Go.Version) > 0 {
		out = append(out, "go "+after.Go.Version)
	}
	return out
}

// shortName returns the part of what is gained that a changelog names it by.
func shortName(gained string) string {
	if version, ok := strings.CutPrefix(gained, "go "); ok {
		return semver.MajorMinor("v" + version)[1:]
	}
	base, _, ok := modpath.SplitPathVersion(gained)
	if !ok {
		return gained
	}
	return path.Base(base)
}
