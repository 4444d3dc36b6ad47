package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/tools/internal/git"
)

// A scratch is a small repository: core, file, which requires it, and examples,
// which is never released.
type scratch struct {
	git.Repository
}

// files are those of a scratch repository before its first release.
var files = map[string]string{
	"LICENSE": "Do as you like.\n",
	"go.work": "go 1.26.0\n\nuse (\n\t./core\n\t./examples\n\t./file\n)\n\nreplace (\n\texample.com/x/core v0.1.0 => ./core\n\texample.com/x/file v0.1.0 => ./file\n)\n",

	"core/go.mod":       "module example.com/x/core\n\ngo 1.25.0\n",
	"core/LICENSE":      "Do as you like.\n",
	"core/README.md":    "# core\n",
	"core/CHANGELOG.md": "# Changelog of core\n\n## [Unreleased]\n\n### Added\n\n- `Name`.\n",
	"core/core.go":      "// Package core names things.\npackage core\n\n// Name returns a name.\nfunc Name() string { return \"core\" }\n",
	"core/core_test.go": "package core\n\nimport \"testing\"\n\nfunc TestName(t *testing.T) {\n\tif Name() != \"core\" {\n\t\tt.Error(Name())\n\t}\n}\n",

	"file/go.mod":       "module example.com/x/file\n\ngo 1.25.0\n\nrequire example.com/x/core v0.1.0\n",
	"file/LICENSE":      "Do as you like.\n",
	"file/README.md":    "# file\n",
	"file/CHANGELOG.md": "# Changelog of file\n\n## [Unreleased]\n\n### Added\n\n- `Write`.\n",
	"file/file.go":      "// Package file writes things.\npackage file\n\nimport \"example.com/x/core\"\n\n// Write writes.\nfunc Write() string { return core.Name() }\n",

	"examples/go.mod":  "module example.com/x/examples\n\ngo 1.26.0\n\nrequire (\n\texample.com/x/core v0.1.0\n\texample.com/x/file v0.1.0\n)\n",
	"examples/main.go": "package main\n\nimport (\n\t\"example.com/x/core\"\n\t\"example.com/x/file\"\n)\n\nfunc main() { println(core.Name(), file.Write()) }\n",
}

// template makes a repository that tests copy.
func template(t *testing.T, release bool) *scratch {
	t.Helper()
	s := &scratch{git.Repository{Dir: t.TempDir()}}
	s.git(t, "init", "--quiet", "--initial-branch=main")
	s.write(t, files)
	s.commit(t)
	if release {
		if code, _, stderr := s.program(t, nil, "tag", "-untested", "-date", "2026-01-02"); code != done {
			t.Fatal(stderr)
		}
	}
	return s
}

// templates are made once, and live as long as the first test that needs them;
// the archive of each outlives that.
var templates = map[bool]func(t *testing.T) []byte{
	false: archive(false),
	true:  archive(true),
}

func archive(release bool) func(t *testing.T) []byte {
	var once sync.Once
	var bundle []byte
	return func(t *testing.T) []byte {
		t.Helper()
		once.Do(func() {
			s := template(t, release)
			name := filepath.Join(t.TempDir(), "bundle")
			s.git(t, "bundle", "create", "--quiet", name, "--all")
			var err error
			if bundle, err = os.ReadFile(name); err != nil {
				t.Fatal(err)
			}
		})
		if bundle == nil {
			t.Fatal("the template could not be made; another test says why")
		}
		return bundle
	}
}

// unreleasedRepository returns a repository that has no tag yet.
func unreleasedRepository(t *testing.T) *scratch { t.Helper(); return unbundle(t, false) }

// releasedRepository returns a repository with core/v0.1.0 and file/v0.1.0.
func releasedRepository(t *testing.T) *scratch { t.Helper(); return unbundle(t, true) }

func unbundle(t *testing.T, release bool) *scratch {
	t.Helper()
	name := filepath.Join(t.TempDir(), "bundle")
	if err := os.WriteFile(name, templates[release](t), 0o600); err != nil {
		t.Fatal(err)
	}
	s := &scratch{git.Repository{Dir: t.TempDir()}}
	s.git(t, "clone", "--quiet", "--branch=main", name, ".")
	s.git(t, "remote", "remove", "origin")
	return s
}

// write writes files, and removes those whose text is empty.
func (s *scratch) write(t *testing.T, files map[string]string) {
	t.Helper()
	for name, text := range files {
		name = filepath.Join(s.Dir, filepath.FromSlash(name))
		if text == "" {
			if err := os.Remove(name); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// note lists a change in the changelog of a module.
func (s *scratch) note(t *testing.T, dir, kind string) {
	t.Helper()
	name := dir + "/CHANGELOG.md"
	text := strings.Replace(s.read(t, name), unreleased, unreleased+"\n\n### "+kind+"\n\n- Something.", 1)
	s.write(t, map[string]string{name: text})
}

// replace replaces text in a file.
func (s *scratch) replace(t *testing.T, name, old, with string) {
	t.Helper()
	text := s.read(t, name)
	if !strings.Contains(text, old) {
		t.Fatalf("%s has no %q:\n%s", name, old, text)
	}
	s.write(t, map[string]string{name: strings.ReplaceAll(text, old, with)})
}

func (s *scratch) read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.Dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func (s *scratch) git(t *testing.T, args ...string) string {
	t.Helper()
	out, err := s.Run(args...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func (s *scratch) commit(t *testing.T) {
	t.Helper()
	s.git(t, "add", "--all")
	s.git(t, "commit", "--quiet", "--message=a change")
}

// tags returns all tags, sorted by name.
func (s *scratch) tags(t *testing.T) string {
	t.Helper()
	return strings.ReplaceAll(s.git(t, "tag"), "\n", " ")
}

// state returns all that a release may change.
func (s *scratch) state(t *testing.T) string {
	t.Helper()
	return s.git(t, "for-each-ref") + "\n" + s.git(t, "status", "--porcelain=v2", "--branch") + "\n" + s.git(t, "worktree", "list")
}

// program runs the program as a process of its own.
func (s *scratch) program(t *testing.T, env []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, args...)
	cmd.Dir = s.Dir
	cmd.Env = append(append(os.Environ(), asProgram+"=1"), env...)
	var out, e bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &e
	err = cmd.Run()
	if exit := new(exec.ExitError); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return cmd.ProcessState.ExitCode(), out.String(), e.String()
}

// gone reports whether the program left nothing of its own.
func (s *scratch) gone(t *testing.T) bool {
	t.Helper()
	_, err := os.Stat(filepath.Join(s.Dir, ".git", "release"))
	return errors.Is(err, os.ErrNotExist)
}
