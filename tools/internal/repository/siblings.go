package repository

import (
	"cmp"
	"slices"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// Siblings returns each version of a module of this workspace that another one
// requires, sorted by path and version, each once.
func (w *Workspace) Siblings() []module.Version {
	var out []module.Version
	for _, m := range w.Modules {
		for _, r := range m.File.Require {
			if w.Sibling(r.Mod.Path) != nil {
				out = append(out, r.Mod)
			}
		}
	}
	slices.SortFunc(out, func(a, b module.Version) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), semver.Compare(a.Version, b.Version))
	})
	return slices.Compact(out)
}
