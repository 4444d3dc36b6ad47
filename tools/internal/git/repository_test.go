package git

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A command that a hook starts must not work on the hook's repository.
func TestDetach(t *testing.T) {
	hook, other := t.TempDir(), t.TempDir()
	for _, dir := range []string{hook, other} {
		if _, err := (Repository{Dir: dir}).Run("init", "--quiet"); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("GIT_DIR", filepath.Join(hook, ".git"))
	t.Setenv("GIT_AUTHOR_NAME", "Somebody")
	if err := Detach(); err != nil {
		t.Fatal(err)
	}
	got, err := Repository{Dir: other}.Run("rev-parse", "--git-dir")
	if err != nil || got != ".git" {
		t.Errorf("git works on %s: %v", got, err)
	}
	if os.Getenv("GIT_AUTHOR_NAME") != "Somebody" {
		t.Error("a variable that names a person is gone")
	}
}

func TestErrorSaysWhatGitSaid(t *testing.T) {
	_, err := Repository{Dir: t.TempDir()}.Run("rev-parse", "--verify", "nowhere")
	if err == nil || !strings.Contains(err.Error(), "git rev-parse --verify nowhere") || !strings.Contains(err.Error(), "fatal: ") {
		t.Errorf("got %v", err)
	}
}

func TestLines(t *testing.T) {
	r := Repository{Dir: t.TempDir()}
	if _, err := r.Run("init", "--quiet"); err != nil {
		t.Fatal(err)
	}
	if got, err := r.Lines("tag"); err != nil || len(got) != 0 {
		t.Errorf("nothing printed is %d lines: %v", len(got), err)
	}
	if r.Is("rev-parse", "--verify", "--quiet", "HEAD") {
		t.Error("an empty repository has a commit")
	}
}
