package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A git that is killed while it writes files leaves some new, some cut short, some
// gone and some as they were. The next run finishes them.
func TestFilesHalfWritten(t *testing.T) {
	t.Parallel()
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	whole := unreleasedRepository(t)
	if code, _, stderr := whole.program(t, nil, tag...); code != done {
		t.Fatal(stderr)
	}
	changelog, sum := whole.read(t, "core/CHANGELOG.md"), whole.read(t, "file/go.sum")
	tests := []struct {
		name   string
		files  map[string]string // "" removes a file
		staged bool
	}{
		{"a new file cut short", map[string]string{"file/go.sum": sum[:len(sum)/2]}, false},
		{"a new file, empty but for its first byte", map[string]string{"examples/go.sum": sum[:1]}, false},
		{"a changed file cut short", map[string]string{"core/CHANGELOG.md": changelog[:40]}, false},
		{"a changed file that is gone", map[string]string{"core/CHANGELOG.md": ""}, false},
		{"several, and the index", map[string]string{"core/CHANGELOG.md": changelog, "file/go.sum": sum}, true},
		{"the lock of the index beside", map[string]string{".git/release/index.lock": "x", ".git/release/index": "x"}, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository(t)
			if code, _, stderr := s.program(t, []string{killAfter + "=pending"}, tag...); code == done || stderr != "" {
				t.Fatalf("it was not killed: exit code %d:\n%s", code, stderr)
			}
			s.write(t, tt.files)
			if tt.staged {
				s.git(t, "add", "--all")
			}
			interrupted(t, s)
			if code, stdout, stderr := s.program(t, nil, tag...); code != done {
				t.Fatalf("again: exit code %d:\n%s%s", code, stdout, stderr)
			}
			if got, want := normal(s, s.state(t)), normal(whole, whole.state(t)); got != want {
				t.Errorf("the repository is\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// The locks that a git leaves which is killed while it writes a ref are known by what
// is in them. Another one is not touched.
func TestLocksOfRefs(t *testing.T) {
	t.Parallel()
	const other = "ref: refs/heads/other\n"
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	tests := []struct {
		step, lock, text string
		code             int
	}{
		{"index", "HEAD.lock", "", done},
		{"index", "HEAD.lock", other, refused},
		{"index", "refs/heads/main.lock", "", done},
		{"index", "refs/heads/main.lock", "COMMIT\n", done},
		{"index", "refs/heads/main.lock", other, refused},
		{"tag core/v0.1.0", "refs/tags/file/v0.1.0.lock", "", done},
		{"tag core/v0.1.0", "refs/tags/file/v0.1.0.lock", "5c0865c41bc9a2fea9b671ece6a8ffbb32f4c78a\n", done},
	}
	for _, tt := range tests {
		t.Run(tt.lock, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository(t)
			s.program(t, []string{killAfter + "=" + tt.step}, tag...)
			text := tt.text
			if strings.HasPrefix(text, "COMMIT") {
				text = s.git(t, "rev-parse", pendingRef) + "\n"
			}
			name := filepath.Join(s.Dir, ".git", filepath.FromSlash(tt.lock))
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			code, stdout, stderr := s.program(t, nil, tag...)
			if code != tt.code || code == refused && !strings.Contains(stderr, tt.lock) {
				t.Errorf("exit code %d, want %d:\n%s%s", code, tt.code, stdout, stderr)
			}
			if _, err := os.Stat(name); (err == nil) != (tt.code == refused) {
				t.Errorf("the lock: %v", err)
			}
		})
	}
}

// What somebody changed meanwhile is named and kept.
func TestFilesChangedMeanwhile(t *testing.T) {
	t.Parallel()
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	tests := []struct{ name, text string }{
		{"core/core.go", "package core // mine\n"},
		{"core/CHANGELOG.md", "mine\n"},
		{"file/go.sum", "mine\n"},
		{"mine.txt", "mine\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository(t)
			s.program(t, []string{killAfter + "=pending"}, tag...)
			s.write(t, map[string]string{tt.name: tt.text})
			code, _, stderr := s.program(t, nil, tag...)
			if code != refused || !strings.Contains(stderr, "repository: "+tt.name+": it has changed since the release began") {
				t.Errorf("exit code %d:\n%s", code, stderr)
			}
			if got := s.read(t, tt.name); got != tt.text {
				t.Errorf("%s is\n%s", tt.name, got)
			}
			_, mend, _ := strings.Cut(stderr, "mend it: ")
			mend, _, _ = strings.Cut(mend, "\n")
			stash := exec.Command("git", strings.Fields(mend)[1:]...)
			stash.Dir = s.Dir
			if out, err := stash.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", mend, err, out)
			}
			if code, stdout, stderr := s.program(t, nil, tag...); code != done {
				t.Errorf("again: exit code %d:\n%s%s", code, stdout, stderr)
			}
		})
	}
}

// Whoever goes on without an interrupted release gets a new one.
func TestPendingGivenUp(t *testing.T) {
	t.Parallel()
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	s := unreleasedRepository(t)
	s.program(t, []string{killAfter + "=pending"}, tag...)
	s.replace(t, "core/core.go", `return "core"`, `return "co" + "re"`)
	s.commit(t)
	if code, stdout, stderr := s.program(t, nil, tag...); code != done {
		t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
	}
	if got := s.git(t, "show", "core/v0.1.0:core/core.go"); !strings.Contains(got, `"co" + "re"`) {
		t.Errorf("what was released is\n%s", got)
	}
	if got := s.git(t, "for-each-ref", pendingRef); got != "" {
		t.Errorf("it is still there: %s", got)
	}
}

// A run does not take away what another one works on, nor what is another's.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	other := t.TempDir() + "/other"
	s.git(t, "worktree", "add", "--quiet", "--detach", other)
	free, ok, err := lock(s.Dir + "/.git")
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if code, _, stderr := s.program(t, nil, "plan"); code != refused || !strings.Contains(stderr, "another run of this program is at work here") {
		t.Errorf("exit code %d:\n%s", code, stderr)
	}
	if err := free(); err != nil {
		t.Fatal(err)
	}
	s.git(t, "worktree", "move", other, other+"-away")
	before := s.git(t, "worktree", "list", "--porcelain")
	if code, _, stderr := s.program(t, nil, "plan"); code != done {
		t.Errorf("exit code %d:\n%s", code, stderr)
	}
	if after := s.git(t, "worktree", "list", "--porcelain"); after != before {
		t.Errorf("the checkouts are\n%s\nand were\n%s", after, before)
	}
}
