package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/mod/modfile"
	modpath "golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// release is one run of the program.
type release struct {
	options
	out       io.Writer
	repo      git.Repository // the maintainer's checkout
	branch    string         // the one that is checked out
	work      string         // a temporary directory
	tree      git.Repository // a worktree in it
	env       []string       // with which the go command sees what users see
	workspace *repository.Workspace
	modules   []*module // each after those it requires
}

// open reads the repository around the working directory.
func open(o options, out io.Writer) (*release, error) {
	w, err := repository.Open()
	if err != nil {
		return nil, err
	}
	r := &release{options: o, out: out, workspace: w, repo: git.Repository{Dir: w.Root}}
	if r.branch, err = r.repo.Run("symbolic-ref", "--short", "HEAD"); err != nil {
		return nil, fmt.Errorf("no branch is checked out; git switch main: %w", err)
	}
	dirty, err := r.repo.Lines("status", "--porcelain")
	if err != nil {
		return nil, err
	}
	if len(dirty) > 0 {
		return nil, fmt.Errorf("%d files differ from the commit that would be released; commit them, or git stash --include-untracked", len(dirty))
	}
	if remotes, err := r.repo.Lines("remote"); o.untested && (err != nil || len(remotes) > 0) {
		return nil, errors.New("-untested is for a rehearsal in a clone without a remote")
	}
	if err := r.survey(); err != nil {
		return nil, err
	}
	r.work, err = os.MkdirTemp("", "release")
	return r, err
}

func (r *release) close() error {
	err := os.RemoveAll(r.work)
	_, pruned := r.repo.Run("worktree", "prune")
	return errors.Join(err, pruned)
}

// print prints what is released.
func (r *release) print() error {
	if len(r.released()) == 0 {
		fmt.Fprintln(r.out, "Nothing to release: no module has changed since its last tag.")
		return nil
	}
	for _, m := range r.released() {
		fmt.Fprintf(r.out, "%-18s %s, after %s\n", m.Dir, m.next, cmp.Or(m.last(), "none"))
	}
	return nil
}

func (r *release) proxy() string { return filepath.Join(r.work, "proxy") }

// prepare makes the release in the worktree: a proxy of all versions, changelogs,
// requirements, sums, go.work.
func (r *release) prepare() error {
	r.tree.Dir = filepath.Join(r.work, "tree")
	if _, err := r.repo.Run("worktree", "add", "--quiet", "--detach", r.tree.Dir); err != nil {
		return err
	}
	var own []string
	for _, m := range r.modules {
		own = append(own, m.Path())
		for _, v := range m.tagged {
			at := modpath.Version{Path: m.Path(), Version: v}
			if err := moduleproxy.WriteRevision(r.proxy(), at, r.repo, m.tag(v), m.Dir); err != nil {
				return err
			}
		}
	}
	var err error
	if r.env, err = moduleproxy.Environment(r.proxy(), filepath.Join(r.work, "cache"), strings.Join(own, ",")); err != nil {
		return err
	}
	for _, m := range r.released() {
		if err := r.edit(m); err != nil {
			return err
		}
	}
	names, err := r.tree.Lines("ls-files", "--", "go.work", "*/go.work")
	for _, name := range names {
		err = errors.Join(err, r.follow(filepath.Join(r.tree.Dir, filepath.Dir(filepath.FromSlash(name)))))
	}
	return err
}

// edit gives a module its version.
func (r *release) edit(m *module) error {
	dir := filepath.Join(r.tree.Dir, filepath.FromSlash(m.Dir))
	if err := os.WriteFile(filepath.Join(dir, "CHANGELOG.md"), []byte(m.changes.release(m.next)), 0o644); err != nil {
		return err
	}
	if err := r.raise(m.File, dir); err != nil {
		return err
	}
	if err := r.userGo(dir, "mod", "tidy"); err != nil {
		return err
	}
	if err := r.compare(m, dir); err != nil {
		return err
	}
	return moduleproxy.Write(r.proxy(), modpath.Version{Path: m.Path(), Version: m.next}, dir)
}

// raise writes a go.mod that requires the newest siblings.
func (r *release) raise(file *modfile.File, dir string) error {
	for _, need := range file.Require {
		if other := r.sibling(need.Mod.Path); other != nil && other.newest() != need.Mod.Version {
			if err := file.AddRequire(need.Mod.Path, other.newest()); err != nil {
				return err
			}
		}
	}
	text, err := file.Format()
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "go.mod"), text, 0o644)
}

// follow brings a go.work, and its modules that are never released, to the new versions.
func (r *release) follow(root string) error {
	w, err := repository.Load(root)
	if err != nil {
		return err
	}
	for _, m := range w.Modules {
		if r.sibling(m.Path()) != nil {
			continue
		}
		if err := r.raise(m.File, w.Join(m.Dir)); err != nil {
			return err
		}
		if root != r.tree.Dir {
			continue // it is built in its own workspace alone, which needs no sums of siblings
		}
		// Writes the sums; go mod tidy would ask for the tests of all requirements.
		if err := r.userGo(w.Join(m.Dir), "list", "-mod=mod", "-deps", "-test", "./..."); err != nil {
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

// compare asks gorelease whether the version of a module tells of what changed. It must
// not be in the proxy yet, or gorelease refuses it as one that exists.
func (r *release) compare(m *module, dir string) error {
	if r.untested || m.last() == "" {
		return nil
	}
	gorelease, alone := filepath.Join(r.work, "gorelease.exe"), filepath.Join(r.work, "alone", m.Dir)
	build := exec.Command("go", "build", "-o", gorelease, "golang.org/x/exp/cmd/gorelease")
	build.Dir = cmp.Or(r.tools, filepath.Join(r.repo.Dir, "tools"))
	if out, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	// In the worktree, gorelease refuses what is not committed.
	if err := os.CopyFS(alone, os.DirFS(dir)); err != nil {
		return err
	}
	out, err := r.user(alone, gorelease, "-base="+m.last(), "-version="+m.next)
	// At v0 gorelease lets incompatible changes pass, also in a patch.
	core, _, _ := strings.Cut(m.next, "-")
	hidden := strings.Contains(out, "incompatible changes") && !strings.HasSuffix(core, ".0")
	if err != nil || hidden {
		return fmt.Errorf("%s: %s does not tell of what changed; list it in the changelog under Changed, Removed or Added, or choose -version:\n%s", m.Dir, m.next, out)
	}
	return nil
}

// test tests each module as its users get it.
func (r *release) test() error {
	if r.untested {
		return nil
	}
	for _, m := range r.released() {
		dir := filepath.Join(r.tree.Dir, filepath.FromSlash(m.Dir))
		if err := errors.Join(r.userGo(dir, "vet", "./..."), r.userGo(dir, "test", "./...")); err != nil {
			return err
		}
	}
	return nil
}

// publish commits, moves the branch, makes the tags and prints the push.
func (r *release) publish() error {
	var title, tags []string
	for _, m := range r.released() {
		title = append(title, m.Dir+" "+m.next)
	}
	if _, err := r.tree.Run("add", "--all"); err != nil {
		return err
	}
	if _, err := r.tree.Run("commit", "--quiet", "--message=release: "+strings.Join(title, ", ")); err != nil {
		return err
	}
	commit, err := r.tree.Run("rev-parse", "HEAD")
	if err != nil {
		return err
	}
	if _, err := r.repo.Run("merge", "--quiet", "--ff-only", commit); err != nil {
		return err
	}
	for _, m := range r.released() {
		message := m.Dir + " " + m.next + "\n\n" + m.changes.section(unreleased)
		if _, err := r.repo.Run("tag", "--annotate", "--cleanup=whitespace", "--message="+message, m.tag(m.next), commit); err != nil {
			return err
		}
		tags = append(tags, m.tag(m.next))
	}
	fmt.Fprintf(r.out, "\nPublish it with\n    git push --atomic origin %s %s\n", r.branch, strings.Join(tags, " "))
	return nil
}

// userGo runs the go command in a module with what a user sees.
func (r *release) userGo(dir string, args ...string) error {
	out, err := r.user(dir, "go", args...)
	if err != nil {
		return fmt.Errorf("%s: go %s: %w\n%s", dir, strings.Join(args, " "), err, out)
	}
	return nil
}

func (r *release) user(dir, program string, args ...string) (string, error) {
	cmd := exec.Command(program, args...)
	cmd.Dir = dir
	cmd.Env = append(append(os.Environ(), r.env...), "TMPDIR="+r.work) // gorelease leaves something there
	out, err := cmd.CombinedOutput()
	return string(out), err
}
