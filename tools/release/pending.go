package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/tools/internal/git"
)

// pendingRef names the release commit from when it is whole until the branch has it,
// so that a run that finds it can go on where another one was killed.
const pendingRef = "refs/release/pending"

// instant is longer than a git that is at work has the lock of a ref.
const instant = time.Second

// pending returns the release commit to which an interrupted run was moving the
// branch, or "". One that does not follow the branch as it is now is of no use:
// somebody went on without it.
func (r *release) pending() (string, error) {
	commit, err := r.repo.Run("for-each-ref", "--format=%(objectname)", pendingRef)
	if err != nil || commit == "" {
		return "", err
	}
	parent, err := r.repo.Run("rev-parse", commit+"^")
	if err != nil || parent != r.head {
		return "", err
	}
	return commit, nil
}

// move gives the branch, the index and the files the release commit. Killed at any
// moment, it leaves nothing that it cannot go on from when it is called again.
func (r *release) move(commit string, again bool) error {
	names, err := r.repo.Lines("-c", "core.quotePath=false", "diff", "--name-only", "--no-renames", r.head, commit)
	if err != nil {
		return err
	}
	if err := r.untouched(commit, names); err != nil {
		return err
	}
	if _, err := r.repo.Run("update-ref", pendingRef, commit); err != nil {
		return err
	}
	r.step("pending")
	if err := r.write(commit, names); err != nil {
		return err
	}
	if again {
		if err := r.unlockBranch(commit); err != nil {
			return err
		}
	}
	if _, err := r.repo.Run("update-ref", "-m", "release", "HEAD", commit, r.head); err != nil {
		return fmt.Errorf("the files are those of the release commit, and the branch is not there yet. "+
			"If git names a lock here, see that no git is running, remove that file, and run this again: %w", err)
	}
	r.step("branch")
	return nil
}

// unlock removes the lock of a ref that an interrupted run has left, if it holds
// nothing or what that run was writing. Whoever else has one has it for an instant.
func (r *release) unlock(ref string, own func(text string) bool) error {
	name, err := r.repo.Run("rev-parse", "--path-format=absolute", "--git-path", ref+".lock")
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(text) > 0 && !own(strings.TrimSpace(string(text))) {
		return nil // git names it
	}
	time.Sleep(instant)
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// unlockBranch removes the locks of the branch that moved to a commit.
func (r *release) unlockBranch(commit string) error {
	branch, err := r.repo.Run("symbolic-ref", "HEAD")
	if err != nil {
		return err
	}
	own := func(text string) bool { return text == commit }
	return errors.Join(r.unlock("HEAD", own), r.unlock(branch, own))
}

// untouched refuses files that somebody has changed since the release began.
func (r *release) untouched(commit string, names []string) error {
	dirty, err := r.repo.Lines("-c", "core.quotePath=false", "status", "--porcelain", "--untracked-files=all", "--no-renames")
	if err != nil {
		return err
	}
	for _, line := range dirty {
		name := line[3:]
		ours, err := r.written(commit, name)
		if err != nil {
			return err
		}
		if !ours || !slices.Contains(names, name) {
			r.refusals.add("repository", name, "git stash push --include-untracked -- "+name, "it has changed since the release began")
		}
	}
	return r.refusals.err()
}

// written reports whether a file is as a git that was killed may leave it: as it was,
// gone, or the beginning of what the release commit has.
func (r *release) written(commit, name string) (bool, error) {
	have, err := os.ReadFile(filepath.Join(r.repo.Dir, filepath.FromSlash(name)))
	if errors.Is(err, fs.ErrNotExist) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	text := plain(string(have))
	if was, err := r.repo.Run("cat-file", "blob", r.head+":"+name); err == nil && plain(was) == text {
		return true, nil
	}
	want, err := r.repo.Run("cat-file", "blob", commit+":"+name)
	return err == nil && strings.HasPrefix(plain(want), text), nil
}

// plain returns a text without what git may change about its lines' ends, and
// without the last end, which the git package takes away.
func plain(text string) string {
	return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n")
}

// write writes the files, and the index. The index is made beside the one that is in
// use: a git that is killed leaves the lock of that one, which the next run removes.
func (r *release) write(commit string, names []string) error {
	index, err := r.repo.Run("rev-parse", "--path-format=absolute", "--git-path", "index")
	if err != nil {
		return err
	}
	if _, err := os.Stat(index + ".lock"); err == nil {
		return fmt.Errorf("the files and the branch are as they were. Another git uses %s.lock: "+
			"wait for it, or, if no git is running, remove that file; then run this again", index)
	}
	if err := os.MkdirAll(r.work, 0o700); err != nil {
		return err
	}
	beside := filepath.Join(r.work, "index")
	if err := duplicate(index, beside); err != nil {
		return err
	}
	with := git.Repository{Dir: r.repo.Dir, Env: []string{"GIT_INDEX_FILE=" + beside, "GIT_LITERAL_PATHSPECS=1"}}
	if _, err := with.Feed(strings.Join(names, "\x00"), "checkout", "--quiet", "--pathspec-from-file=-", "--pathspec-file-nul", commit); err != nil {
		return err
	}
	r.step("files")
	if err := os.Rename(beside, index); err != nil {
		return err
	}
	r.step("index")
	return nil
}

// duplicate copies a file. The copy has the time of the original, by which git
// knows what else it must look at.
func duplicate(name, to string) error {
	from, err := os.Open(name)
	if err != nil {
		return err
	}
	defer from.Close()
	info, err := from.Stat()
	if err != nil {
		return err
	}
	file, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, info.Mode().Perm())
	if err != nil {
		return err
	}
	_, err = io.Copy(file, from)
	return errors.Join(err, file.Close(), os.Chtimes(to, time.Time{}, info.ModTime()))
}
