package main

import (
	"path"
	"slices"
	"strings"

	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// decide gives each module that changed its next version, and works out which
// requirements change with it.
func (r *release) decide() error {
	for _, m := range r.modules {
		if err := r.judge(m); err != nil {
			return err
		}
		r.number(m)
	}
	for _, m := range r.released() {
		m.require = r.raise(m)
	}
	return nil
}

// judge finds out what the module's users meet.
func (r *release) judge(m *module) error {
	switch {
	case m.last == "":
		m.change = first
		return nil
	case !r.repo.Is("merge-base", "--is-ancestor", m.tagOf(m.last), r.head):
		r.refusals.add(m.Dir, path.Join(m.Dir, "go.mod"), "git merge "+m.tagOf(m.last),
			"the last release, %s, is not among the commits that lead here", m.tagOf(m.last))
		return nil
	case len(m.files) == 0 && r.versions[m.Dir] != "":
		m.change = patch
		return nil
	case len(m.files) == 0:
		return nil
	}
	var err error
	if m.gained, err = r.gained(m); err != nil {
		return err
	}
	var ok bool
	m.api, ok, err = r.compare(m)
	switch {
	case !ok:
		m.change = unclear
	case len(m.api.broken) > 0:
		m.change = breaking
	case len(m.api.added)+len(m.gained) > 0:
		m.change = minor
	default:
		m.change = patch
	}
	return err
}

// number chooses the module's next version.
func (r *release) number(m *module) {
	m.next = required(m.last, m.change, m.Path())
	goMod := path.Join(m.Dir, "go.mod")
	_, major, _ := modpath.SplitPathVersion(m.Path())
	if m.next != "" && modpath.CheckPathMajor(m.next, major) != nil {
		r.refusals.add(m.Dir, goMod, "go mod edit -module="+m.Path()+"/"+semver.Major(m.next)+" "+goMod+", and the imports with it",
			"this breaks callers, which after v1 needs a module path of its own:%s", list(m.api.broken))
		m.next = ""
		return
	}
	chosen := r.versions[m.Dir]
	if chosen == "" {
		return
	}
	switch {
	case modpath.CheckPathMajor(chosen, major) != nil:
		r.refusals.add(m.Dir, goMod, "-version "+m.Dir+"="+m.next, "the module path %s cannot have the version %s", m.Path(), chosen)
	case m.last != "" && semver.Compare(chosen, m.last) <= 0:
		r.refusals.add(m.Dir, goMod, "-version "+m.Dir+"="+m.next, "%s does not come after the last release, %s", chosen, m.last)
	case semver.Prerelease(chosen) != "" && strings.TrimSuffix(chosen, semver.Prerelease(chosen)) == m.next:
		// A prerelease of what is next comes before it, and is meant to.
	case semver.Compare(chosen, m.next) < 0:
		r.refusals.add(m.Dir, goMod, "-version "+m.Dir+"="+m.next, "%s is too low for what changed since %s, which is %s:%s", chosen, last(m), m.change, list(slices.Concat(m.api.broken, m.api.added, m.gained)))
	}
	m.next = chosen
}

// list returns items as lines of their own.
func list(items []string) string {
	var b strings.Builder
	for _, item := range items {
		b.WriteString("\n- " + item)
	}
	return b.String()
}

func last(m *module) string {
	if m.last == "" {
		return "the beginning"
	}
	return m.last
}
