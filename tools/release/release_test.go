package main

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/optin-go/optin/internal/wholetest"
	"github.com/optin-go/optin/tools/internal/git"
)

type scratch struct {
	git.Repository
	tools string
	core  string // core/core.go
}

func newScratch(t *testing.T) *scratch {
	t.Helper()
	for _, pair := range []string{"GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_NOSYSTEM=1", "GIT_AUTHOR_NAME=A", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=A", "GIT_COMMITTER_EMAIL=a@example.com"} {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	archive, err := txtar.ParseFile("testdata/repository.txtar")
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range archive.Files {
		files[f.Name] = string(f.Data)
	}
	s := &scratch{git.Repository{Dir: t.TempDir()}, here, files["core/core.go"]}
	t.Chdir(s.Dir)
	s.git(t, "init", "--quiet", "--initial-branch=main")
	s.commit(t, files)
	return s
}

func (s *scratch) git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := s.Run(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *scratch) commit(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range maps.All(files) {
		name = filepath.Join(s.Dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.git(t, "add", "--all")
	s.git(t, "commit", "--quiet", "--message=change")
}

// runs runs the program and expects its exit code.
func (s *scratch) runs(t *testing.T, want int, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	if got := run(s.tools, args, &out, &out); got != want {
		t.Fatalf("release %s: exit code %d, want %d\n%s", strings.Join(args, " "), got, want, &out)
	}
	return out.String()
}

// The first release, and one after it: order, changelogs, requirements and tags.
func TestRelease(t *testing.T) {
	wholetest.Only(t)
	s := newScratch(t)
	if out := s.runs(t, 0, "tag", "-untested"); !strings.Contains(out, "git push --atomic origin main core/v0.1.0 file/v0.1.0\n") {
		t.Errorf("printed:\n%s", out)
	}
	if got := s.git(t, "show", "core/v0.1.0:core/CHANGELOG.md"); !strings.Contains(got, "## [Unreleased]\n\n## [0.1.0] - 20") || !strings.HasSuffix(got, "\n\n### Added\n\n- `Name`.") {
		t.Errorf("the changelog is\n%s", got)
	}
	if got := s.git(t, "tag", "--list", "--format=%(contents)", "core/v0.1.0"); !strings.Contains(got, "### Added\n\n- `Name`.") {
		t.Errorf("the tag says\n%s", got)
	}
	if got := s.git(t, "show", "HEAD:file/go.sum"); !strings.Contains(got, "example.com/x/core v0.1.0 h1:") {
		t.Errorf("file/go.sum is\n%s", got)
	}
	s.commit(t, map[string]string{
		"core/core_test.go": "package core\n", "core/testdata/name": "", "core/CHANGELOG.md": s.git(t, "show", "HEAD:core/CHANGELOG.md"),
	})
	if out := s.runs(t, 0, "plan"); !strings.Contains(out, "Nothing to release") {
		t.Errorf("after a release and changes that no user gets, plan prints\n%s", out)
	}
	s.commit(t, map[string]string{
		"core/core.go":      s.core + "\n// Two is two.\nconst Two = 2\n",
		"core/CHANGELOG.md": strings.Replace(s.git(t, "show", "HEAD:core/CHANGELOG.md"), unreleased, unreleased+"\n\n### Added\n\n- `Two`.", 1),
	})
	s.runs(t, 0, "tag", "-untested")
	if tags := s.git(t, "tag", "--points-at", "HEAD"); tags != "core/v0.2.0" {
		t.Errorf("a new constant in core releases %s", tags)
	}
	if got := s.git(t, "show", "HEAD:examples/go.mod"); !strings.Contains(got, "core v0.2.0") {
		t.Errorf("examples/go.mod is\n%s", got)
	}
	work := s.git(t, "show", "HEAD:go.work")
	for _, line := range []string{"core v0.1.0 => ./core\n", "core v0.2.0 => ./core\n", "file v0.1.0 => ./file"} {
		if !strings.Contains(work, line) || strings.Count(work, "=>") != 3 {
			t.Errorf("go.work, with three replace lines, lacks %q:\n%s", line, work)
		}
	}
	s.commit(t, map[string]string{
		"core/core.go":      "// Package core is empty.\npackage core\n",
		"core/CHANGELOG.md": strings.Replace(s.git(t, "show", "HEAD:core/CHANGELOG.md"), unreleased, unreleased+"\n\n### Removed\n\n- All.", 1),
	})
	s.runs(t, 0, "check", "-version", "core=v0.3.0-rc.1")
}

// What users must not get is refused, and nothing is left behind.
func TestRefused(t *testing.T) {
	wholetest.Only(t)
	s := newScratch(t)
	s.runs(t, 0, "tag", "-untested")
	fixed := strings.Replace(s.git(t, "show", "HEAD:core/CHANGELOG.md"), unreleased, unreleased+"\n\n### Fixed\n\n- Something.", 1)
	for name, c := range map[string]struct {
		files map[string]string
		args  []string
		says  string
	}{
		"nothing in the changelog":       {map[string]string{"core/core.go": s.core + "// More.\n"}, nil, "nothing is listed"},
		"a break that is called a fix":   {map[string]string{"core/core.go": "// Package core is empty.\npackage core\n", "core/CHANGELOG.md": fixed, "file/file.go": "// Package file is empty.\npackage file\n", "file/CHANGELOG.md": fixed}, nil, "Name: removed"},
		"a test that fails":              {map[string]string{"core/core.go": s.core + "// More.\n", "core/CHANGELOG.md": fixed, "core/core_test.go": "package core\n\nimport \"testing\"\n\nfunc TestName(t *testing.T) { t.Error(1) }\n"}, nil, "go test"},
		"a version that is no later":     {map[string]string{"core/CHANGELOG.md": fixed}, []string{"-version", "core=v0.1.0"}, "does not come after"},
		"tests left out beside a remote": {nil, []string{"-untested"}, "without a remote"},
	} {
		t.Run(name, func(t *testing.T) {
			before := s.git(t, "rev-parse", "HEAD")
			defer s.git(t, "reset", "--hard", "--quiet", before)
			if len(c.files) > 0 {
				s.commit(t, c.files)
			} else {
				s.git(t, "remote", "add", "origin", "nowhere")
				defer s.git(t, "remote", "remove", "origin")
			}
			at := s.git(t, "rev-parse", "HEAD")
			if out := s.runs(t, 1, append([]string{"tag"}, c.args...)...); !strings.Contains(out, c.says) {
				t.Errorf("says\n%s\nwant %q", out, c.says)
			}
			if got := s.git(t, "rev-parse", "HEAD") + s.git(t, "status", "--porcelain") + s.git(t, "worktree", "list", "--porcelain"); !strings.HasPrefix(got, at) || strings.Count(got, "worktree ") != 1 {
				t.Errorf("leaves\n%s", got)
			}
		})
	}
	if err := os.WriteFile(filepath.Join(s.Dir, "core", "new.go"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if out := s.runs(t, 1, "plan"); !strings.Contains(out, "differ from the commit") {
		t.Errorf("a dirty tree: %s", out)
	}
	s.runs(t, 2, "tags")
}

func TestFollowing(t *testing.T) {
	for _, c := range []struct {
		last  string
		minor bool
		want  string
	}{{"v0.1.0", false, "v0.1.1"}, {"v0.1.9", true, "v0.2.0"}, {"v1.2.3", true, "v1.3.0"}, {"v0.3.0-rc.1", false, "v0.3.0"}} {
		if got := following(c.last, c.minor); got != c.want {
			t.Errorf("after %s comes %s, want %s", c.last, got, c.want)
		}
	}
}
