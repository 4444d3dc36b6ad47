package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
	"github.com/optin-go/optin/tools/internal/repository"
)

// A release is one run of the program.
type release struct {
	options
	out io.Writer

	repo git.Repository            // the maintainer's checkout
	main string                    // the directory that holds .git itself, which a linked worktree is not
	work string                    // the program's own directory, removed at the end and at the next start
	head string                    // the commit that is released
	tree git.Repository            // a checkout of head, where the release is made
	made string                    // the release commit, once there is one
	env  []string                  // with which the go command sees what users see
	was  map[string]git.Repository // checkouts of earlier releases, by commit
	free func() error              // gives back the lock

	workspace *repository.Workspace // of tree
	modules   []*module             // the published ones, required ones first
	refusals  refusals
}

// open finds the repository around the working directory.
func open(o options, out io.Writer) (*release, error) {
	root, err := repository.Root()
	if err != nil {
		return nil, err
	}
	r := &release{options: o, out: out, repo: git.Repository{Dir: root}, was: map[string]git.Repository{}}
	common, err := r.repo.Run("rev-parse", "--path-format=absolute", "--git-common-dir")
	if err != nil {
		return nil, err
	}
	r.main = filepath.Dir(common)
	r.work = filepath.Join(common, "release")
	r.head, err = r.repo.Run("rev-parse", "--verify", "HEAD")
	if err != nil {
		return nil, err
	}
	free, ok, err := lock(common)
	if err != nil {
		return nil, err
	}
	if !ok {
		r.refusals.add("repository", ".git", "wait for it", "another run of this program is at work here")
		return nil, r.refusals
	}
	r.free = free
	if err := r.clean(); err != nil {
		return nil, errors.Join(err, free())
	}
	return r, nil
}

// close removes what this run left, and lets the next one in.
func (r *release) close() error { return errors.Join(r.clean(), r.free()) }

// clean removes what this run or an interrupted one left. What git knows of other
// checkouts stays: one whose directory is not there now may come back.
func (r *release) clean() error {
	if err := os.RemoveAll(r.work); err != nil {
		return err
	}
	lines, err := r.repo.Lines("worktree", "list", "--porcelain")
	if err != nil {
		return err
	}
	for _, line := range lines {
		dir, ok := strings.CutPrefix(line, "worktree "+filepath.ToSlash(r.work)+"/")
		if !ok {
			continue
		}
		// Twice the force: one that was being made is locked.
		if _, err := r.repo.Run("worktree", "remove", "--force", "--force", filepath.Join(r.work, dir)); err != nil {
			return err
		}
	}
	return nil
}

// checkout makes a checkout of a commit in the program's own directory.
func (r *release) checkout(name, commit string) (git.Repository, error) {
	tree := git.Repository{Dir: filepath.Join(r.work, name)}
	_, err := r.repo.Run("worktree", "add", "--quiet", "--detach", tree.Dir, commit)
	return tree, err
}

// load checks out the commit to release and reads it.
func (r *release) load() error {
	var err error
	if r.tree, err = r.checkout("tree", r.head); err != nil {
		return err
	}
	r.step("checkout")
	if r.workspace, err = repository.Load(r.tree.Dir); err != nil {
		return err
	}
	var own []string
	for _, m := range r.workspace.Modules {
		own = append(own, m.Path())
	}
	r.env, err = moduleproxy.Environment(r.proxy(), filepath.Join(r.work, "cache"), strings.Join(own, ","))
	if err != nil {
		return err
	}
	if r.modules, err = r.survey(); err != nil {
		return err
	}
	for dir := range r.versions {
		if r.module(dir) == nil {
			return fmt.Errorf("-version: %s is no published module of go.work", dir)
		}
	}
	return nil
}

func (r *release) proxy() string { return filepath.Join(r.work, "proxy") }

// module returns the published module in a directory, or nil.
func (r *release) module(dir string) *module {
	for _, m := range r.modules {
		if m.Dir == dir {
			return m
		}
	}
	return nil
}

// sibling returns the published module with a module path, or nil.
func (r *release) sibling(path string) *module {
	for _, m := range r.modules {
		if m.Path() == path {
			return m
		}
	}
	return nil
}

// released returns the modules that get a new version, required ones first.
func (r *release) released() []*module {
	var out []*module
	for _, m := range r.modules {
		if m.next != "" {
			out = append(out, m)
		}
	}
	return out
}
