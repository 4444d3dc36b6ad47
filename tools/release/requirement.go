package main

import (
	"path"
	"strings"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// A requirement is one that a release changes.
type requirement struct {
	module   *module
	from, to string
}

// raise returns the requirements of a module that change when it is released: each
// of a sibling whose newest version is another one.
func (r *release) raise(m *module) []requirement {
	var out []requirement
	goMod := path.Join(m.Dir, "go.mod")
	for _, need := range m.File.Require {
		v := need.Mod
		other := r.sibling(v.Path)
		switch {
		case other == nil && r.workspace.Sibling(v.Path) != nil:
			r.refusals.add(m.Dir, goMod, "go mod edit -droprequire="+v.Path+" "+goMod, "it requires %s, which is never released", v.Path)
		case other == nil:
		case other.newest() == "":
			r.refusals.add(m.Dir, goMod, "$EDITOR "+path.Join(other.Dir, "go.mod"), "it requires %s, of which every version is retracted", other.Dir)
		case !r.untested && semver.Prerelease(other.newest()) != "" && semver.Prerelease(m.next) == "":
			r.refusals.add(m.Dir, goMod, "-version "+m.Dir+"="+m.next+"-rc.1", "it is released as %s, which is stable, and would require %s %s, which is not", m.next, other.Dir, other.newest())
		case v.Version == other.newest():
		case semver.Compare(v.Version, other.newest()) > 0:
			r.refusals.add(m.Dir, goMod, "go mod edit -require="+v.Path+"@"+other.newest()+" "+goMod,
				"it requires %s, but the newest will be %s; if that is too low, choose it with -version %s=%s", v, other.newest(), other.Dir, v.Version)
		default:
			out = append(out, requirement{other, v.Version, other.newest()})
		}
	}
	return out
}

// require writes new versions of siblings into the text of a go.mod.
func require(text []byte, changes []requirement) ([]byte, error) {
	file, err := modfile.Parse("go.mod", text, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		if err := file.AddRequire(c.module.Path(), c.to); err != nil {
			return nil, err
		}
	}
	file.Cleanup()
	return modfile.Format(file.Syntax), nil
}

// sums returns the text of a go.sum with the lines of siblings replaced by those
// that a module with these requirements needs.
func (r *release) sums(text string, needs []*modfile.Require) (string, error) {
	lines := map[string]bool{}
	for line := range strings.Lines(text) {
		name, _, _ := strings.Cut(line, " ")
		if r.sibling(name) == nil && strings.TrimSpace(line) != "" {
			lines[strings.TrimSpace(line)] = true
		}
	}
	for _, need := range needs {
		if r.sibling(need.Mod.Path) == nil {
			continue
		}
		sum, err := moduleproxy.Sum(r.proxy(), need.Mod)
		if err != nil {
			return "", err
		}
		lines[need.Mod.Path+" "+need.Mod.Version+" "+sum] = true
		if err := r.goModSums(lines, need.Mod); err != nil {
			return "", err
		}
	}
	return join(lines), nil
}

// goModSums adds the lines for the go.mod of a version of a sibling, and for those
// of the siblings that it requires.
func (r *release) goModSums(lines map[string]bool, v modpath.Version) error {
	sum, err := moduleproxy.GoModSum(r.proxy(), v)
	line := v.Path + " " + v.Version + "/go.mod " + sum
	if err != nil || lines[line] {
		return err
	}
	lines[line] = true
	file, err := moduleproxy.GoMod(r.proxy(), v)
	if err != nil {
		return err
	}
	for _, need := range file.Require {
		if r.sibling(need.Mod.Path) != nil {
			if err := r.goModSums(lines, need.Mod); err != nil {
				return err
			}
		}
	}
	return nil
}

// follow returns the requirements that a module which is never released changes: it
// is built with what is here.
func (r *release) follow(m *repository.Module) []requirement {
	var out []requirement
	for _, need := range m.File.Require {
		if other := r.sibling(need.Mod.Path); other != nil && need.Mod.Version != other.here() {
			out = append(out, requirement{other, need.Mod.Version, other.here()})
		}
	}
	return out
}

// join returns lines as the text of a go.sum, in the go command's order.
func join(lines map[string]bool) string {
	var order []modpath.Version
	whole := map[modpath.Version]string{}
	for line := range lines {
		name, rest, _ := strings.Cut(line, " ")
		version, _, _ := strings.Cut(rest, " ")
		v := modpath.Version{Path: name, Version: version}
		order = append(order, v)
		whole[v] = line
	}
	modpath.Sort(order)
	var b strings.Builder
	for _, v := range order {
		b.WriteString(whole[v] + "\n")
	}
	return b.String()
}
