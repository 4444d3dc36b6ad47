package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// prepare makes the release in the checkout, and puts its modules into the proxy.
func (r *release) prepare() error {
	for _, m := range r.modules {
		for _, v := range m.tagged {
			at := modpath.Version{Path: m.Path(), Version: v}
			if err := moduleproxy.WriteRevision(r.proxy(), at, git.Repository{Dir: r.main}, m.tagOf(v), m.Dir); err != nil {
				return err
			}
		}
	}
	for _, m := range r.released() {
		if err := r.edit(m); err != nil {
			return err
		}
		r.step("edit " + m.Dir)
	}
	if err := r.refusals.err(); err != nil {
		return err
	}
	names, err := r.tree.Lines("ls-files", "--", "go.work", "*/go.work")
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := r.rework(path.Dir(name)); err != nil {
			return err
		}
	}
	r.step("edit go.work")
	return nil
}

// edit gives a module its new version: changelog, requirements and sums.
func (r *release) edit(m *module) error {
	log := r.workspace.Join(m.Dir, "CHANGELOG.md")
	text, err := os.ReadFile(log)
	if err != nil {
		return err
	}
	if err := os.WriteFile(log, []byte(changelog(text).release(m.next, r.date)), 0o644); err != nil {
		return err
	}
	goMod := r.workspace.Join(m.Dir, "go.mod")
	if text, err = os.ReadFile(goMod); err != nil {
		return err
	}
	if text, err = require(text, m.require); err != nil {
		return err
	}
	if err := os.WriteFile(goMod, text, 0o644); err != nil {
		return err
	}
	if out, ok := r.userGo(m, "-mod=mod", "mod", "tidy"); !ok {
		r.refusals.add(m.Dir, path.Join(m.Dir, "go.mod"), "go build ./"+m.Dir+"/...", "go mod tidy fails: %s", out)
		return nil
	}
	tidy, err := os.ReadFile(goMod)
	if err != nil {
		return err
	}
	if err := r.untidy(m, text, tidy); err != nil {
		return err
	}
	if err := os.WriteFile(goMod, text, 0o644); err != nil {
		return err
	}
	return moduleproxy.Write(r.proxy(), m.version(), r.workspace.Join(m.Dir))
}

// untidy refuses a go.mod whose requirements are not those of its imports. That go
// mod tidy would write a comment or an order otherwise is no reason, and none to
// change what was reviewed.
func (r *release) untidy(m *module, have, want []byte) error {
	before, err := requirements(have)
	if err != nil {
		return err
	}
	after, err := requirements(want)
	if err != nil {
		return err
	}
	goMod := path.Join(m.Dir, "go.mod")
	for _, name := range slices.Sorted(maps.Keys(after)) {
		if before[name] != after[name] {
			r.refusals.add(m.Dir, goMod, "go mod edit -require="+name+"@"+after[name]+" "+goMod, "it needs %s %s, which it does not require", name, after[name])
		}
		delete(before, name)
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		r.refusals.add(m.Dir, goMod, "go mod edit -droprequire="+name+" "+goMod, "it requires %s, which nothing in it imports", name)
	}
	return nil
}

func requirements(goMod []byte) (map[string]string, error) {
	file, err := modfile.Parse("go.mod", goMod, nil)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	for _, need := range file.Require {
		out[need.Mod.Path] = need.Mod.Version
	}
	return out, nil
}

// rework brings a go.work, and the modules under it that are never released, to the
// new versions.
func (r *release) rework(dir string) error {
	root := filepath.Join(r.tree.Dir, filepath.FromSlash(dir))
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	for _, m := range w.Modules {
		if r.sibling(m.Path()) != nil || strings.HasPrefix(m.Dir, "..") {
			continue
		}
		if err := r.update(m, w.Join(m.Dir)); err != nil {
			return err
		}
	}
	if w, err = repository.Load(root); err != nil {
		return err
	}
	text, err := w.Format()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(root, "go.work"), text, 0o644)
}

// update brings a module that is never released to the new versions.
func (r *release) update(m *repository.Module, dir string) error {
	name := filepath.Join(dir, "go.mod")
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if text, err = require(text, r.follow(m)); err != nil {
		return err
	}
	if err := os.WriteFile(name, text, 0o644); err != nil {
		return err
	}
	file, err := modfile.Parse(name, text, nil)
	if err != nil {
		return err
	}
	name = filepath.Join(dir, "go.sum")
	have, err := os.ReadFile(name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	want, err := r.sums(string(have), file.Require)
	if err != nil || want == string(have) {
		return err
	}
	return os.WriteFile(name, []byte(want), 0o644)
}

// userGo runs the go command in a module of the checkout, with what a user sees.
// It returns what the command prints, and whether it succeeded.
func (r *release) userGo(m *module, flags string, args ...string) (string, bool) {
	cmd := exec.Command("go", args...)
	cmd.Dir = r.workspace.Join(m.Dir)
	cmd.Env = append(os.Environ(), r.env...)
	cmd.Env = append(cmd.Env, "GOFLAGS="+flags+" -modcacherw -buildvcs=false")
	out, err := cmd.CombinedOutput()
	if err != nil {
		out = fmt.Appendf(out, "%v\n", err)
	}
	return string(bytes.TrimSpace(out)), err == nil
}
