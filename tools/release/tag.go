package main

import (
	"errors"
	"fmt"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/optin-go/optin/tools/internal/git"
	"github.com/optin-go/optin/tools/internal/moduleproxy"
)

// trailer begins the lines of a release commit that name its tags.
const trailer = "Release-tag"

// tag makes the release commit and its tags, or those that are missing.
func (r *release) tag() error {
	u, err := r.unfinished()
	if err != nil {
		return err
	}
	if u != nil {
		fmt.Fprintf(r.out, "A release was interrupted.\n%s", u)
		if u.pending && !r.dryRun {
			if err := r.move(u.commit, true); err != nil {
				return err
			}
		}
		return r.finish(u)
	}
	if err := r.load(); err != nil {
		return err
	}
	if err := r.examine(); err != nil {
		return err
	}
	if len(r.released()) == 0 {
		return r.remind()
	}
	made := &made{commit: r.made}
	for _, m := range r.released() {
		made.missing = append(made.missing, m.tagOf(m.next))
	}
	if r.dryRun {
		diff, err := r.repo.Run("diff", "--stat", r.head, r.made)
		fmt.Fprintf(r.out, "\nThe release commit would change:\n%s\n\nIts tags would be:\n    %s\n", diff, strings.Join(made.missing, "\n    "))
		return err
	}
	// One of an earlier run that somebody went on without is replaced here.
	if err := r.move(r.made, false); err != nil {
		return err
	}
	return r.finish(made)
}

// commit commits what prepare made in the checkout.
func (r *release) commit() error {
	var subject []string
	var trailers strings.Builder
	for _, m := range r.released() {
		subject = append(subject, m.Dir+" "+m.next)
		fmt.Fprintf(&trailers, "%s: %s\n", trailer, m.tagOf(m.next))
	}
	if more := len(subject) - 2; more > 1 {
		subject = []string{subject[0], fmt.Sprintf("%s and %d more", subject[1], more)}
	}
	if _, err := r.tree.Run("add", "--all"); err != nil {
		return err
	}
	message := "release: " + strings.Join(subject, ", ") + "\n\n" + trailers.String()
	if _, err := r.tree.Feed(message, "commit", "--quiet", "--file=-"); err != nil {
		return err
	}
	var err error
	r.made, err = r.tree.Run("rev-parse", "HEAD")
	return err
}

// verify makes sure that the modules in the commit are the ones whose sums were
// computed and that were tested: git may have attributes or hooks that alter files.
func (r *release) verify() error {
	committed := filepath.Join(r.work, "committed")
	for _, m := range r.released() {
		if err := moduleproxy.WriteRevision(committed, m.version(), git.Repository{Dir: r.main}, r.made, m.Dir); err != nil {
			return err
		}
		have, err := moduleproxy.Sum(committed, m.version())
		if err != nil {
			return err
		}
		want, err := moduleproxy.Sum(r.proxy(), m.version())
		if err != nil {
			return err
		}
		if have != want {
			r.refusals.add(m.Dir, ".gitattributes", "git check-attr -a $(git ls-files "+m.Dir+")", "the commit holds other bytes than what was tested: %s and not %s", have, want)
		}
	}
	return r.refusals.err()
}

// A made release has a commit, and tags that may be there or missing.
type made struct {
	commit      string
	tags        []string // those that are there
	missing     []string
	pending     bool // the branch does not have the commit yet
	interrupted bool // the run that made it has not finished it
}

func (m *made) String() string {
	return fmt.Sprintf("Release commit: %s\nTags made:      %s\nTags missing:   %s\n", m.commit, strings.Join(m.tags, " "), strings.Join(m.missing, " "))
}

// latest returns the newest release among the commits that lead here, or will when
// an interrupted run is finished; nil if there is none.
func (r *release) latest() (*made, error) {
	pending, err := r.pending()
	if err != nil {
		return nil, err
	}
	from := r.head
	if pending != "" {
		from = pending
	}
	commit, err := r.repo.Run("log", "-1", "--format=%H", "--grep=^"+trailer+": ", from)
	if err != nil || commit == "" {
		return nil, err
	}
	names, err := r.repo.Lines("show", "--no-patch", "--format=%(trailers:key="+trailer+",valueonly)", commit)
	if err != nil {
		return nil, err
	}
	out := &made{commit: commit, pending: commit == pending}
	for _, name := range names {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		if r.repo.Is("rev-parse", "--verify", "--quiet", "refs/tags/"+name) {
			out.tags = append(out.tags, name)
		} else {
			out.missing = append(out.missing, name)
		}
	}
	return out, nil
}

// unfinished returns the newest release if the branch does not have it, or one of its
// tags is missing; or nil.
func (r *release) unfinished() (*made, error) {
	m, err := r.latest()
	if err != nil || m == nil || len(m.missing) == 0 && !m.pending {
		return nil, err
	}
	m.interrupted = true
	return m, nil
}

// finish makes the missing tags. They depend on nothing but the commit, so that they
// are the same whoever makes them, and when.
func (r *release) finish(m *made) error {
	if r.dryRun {
		return nil
	}
	if _, err := r.repo.Run("update-ref", "-d", pendingRef); err != nil {
		return err
	}
	who, err := r.repo.Lines("show", "--no-patch", "--format=%cn%n%ce%n%cI", m.commit)
	if err != nil {
		return err
	}
	if len(who) != 3 {
		return errors.New("git show: the committer of " + m.commit + " has no name, address or date")
	}
	as := git.Repository{Dir: r.repo.Dir, Env: []string{"GIT_COMMITTER_NAME=" + who[0], "GIT_COMMITTER_EMAIL=" + who[1], "GIT_COMMITTER_DATE=" + who[2]}}
	for _, name := range m.missing {
		if m.interrupted {
			// Nobody else makes a tag of this name.
			if err := r.unlock("refs/tags/"+name, func(string) bool { return true }); err != nil {
				return err
			}
		}
		dir, version := path.Split(name)
		dir = path.Clean(dir)
		text, err := r.repo.Run("show", m.commit+":"+path.Join(dir, "CHANGELOG.md"))
		if err != nil {
			return err
		}
		section, _ := changelog(text).section(heading(version))
		message := dir + " " + version + "\n\n" + section + "\n"
		if _, err := as.Feed(message, "tag", "--annotate", "--cleanup=whitespace", "--file=-", name, m.commit); err != nil {
			return err
		}
		fmt.Fprintln(r.out, "tagged", name)
		r.step("tag " + name)
	}
	return r.pushes(append(slices.Clone(m.tags), m.missing...))
}

// remind prints how to publish the last release, in case that was not done.
func (r *release) remind() error {
	m, err := r.latest()
	if err != nil || m == nil {
		return err
	}
	return r.pushes(m.tags)
}

// pushes prints how to publish a release.
func (r *release) pushes(tags []string) error {
	branch, err := r.repo.Run("symbolic-ref", "--short", "HEAD")
	if err != nil {
		return err
	}
	remote, err := r.repo.Run("config", "--default", "origin", "--get", "branch."+branch+".remote")
	if err != nil {
		return err
	}
	fmt.Fprintf(r.out, "\nThis program pushes nothing. What is not published yet, publish in this order, one command at a time:\n    git push %s %s\n", remote, branch)
	for _, name := range tags {
		fmt.Fprintf(r.out, "    git push %s %s\n", remote, name)
	}
	return nil
}
