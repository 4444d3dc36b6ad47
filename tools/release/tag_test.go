package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	modpath "golang.org/x/mod/module"

	"github.com/optin-go/optin/tools/internal/moduleproxy"
)

func TestFirstRelease(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	code, stdout, stderr := s.program(t, nil, "tag", "-date", "2026-01-02")
	if code != done {
		t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
	}
	if got, want := s.tags(t), "core/v0.1.0 file/v0.1.0"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	if got, want := s.git(t, "log", "-1", "--format=%B"), "release: core v0.1.0, file v0.1.0\n\nRelease-tag: core/v0.1.0\nRelease-tag: file/v0.1.0\n"; strings.TrimSpace(got) != strings.TrimSpace(want) {
		t.Errorf("the commit says\n%s\nwant\n%s", got, want)
	}
	if got, want := s.read(t, "core/CHANGELOG.md"), "# Changelog of core\n\n## [Unreleased]\n\n## [0.1.0] - 2026-01-02\n\n### Added\n\n- `Name`.\n"; got != want {
		t.Errorf("the changelog is\n%s\nwant\n%s", got, want)
	}
	if got, want := s.git(t, "tag", "--list", "--format=%(contents)", "core/v0.1.0"), "core v0.1.0\n\n### Added\n\n- `Name`."; strings.TrimSpace(got) != want {
		t.Errorf("the tag says\n%s\nwant\n%s", got, want)
	}
	push := "    git push origin main\n    git push origin core/v0.1.0\n    git push origin file/v0.1.0\n"
	if !strings.HasSuffix(stdout, push) {
		t.Errorf("prints\n%s\nwant at the end\n%s", stdout, push)
	}
	for _, line := range []string{"core: the tests pass", "file: the tests pass"} {
		if !strings.Contains(stdout, line) {
			t.Errorf("does not say %q:\n%s", line, stdout)
		}
	}
	if !s.gone(t) || s.git(t, "status", "--porcelain") != "" || strings.Contains(s.git(t, "worktree", "list"), "\n") {
		t.Error("something is left in the repository:\n" + s.state(t))
	}
	// What go.sum says is what users will download.
	dir := t.TempDir()
	v := modpath.Version{Path: "example.com/x/core", Version: "v0.1.0"}
	if err := moduleproxy.WriteRevision(dir, v, s.Repository, "core/v0.1.0", "core"); err != nil {
		t.Fatal(err)
	}
	sum, err := moduleproxy.Sum(dir, v)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"file/go.sum", "examples/go.sum"} {
		if !strings.Contains(s.read(t, name), "example.com/x/core v0.1.0 "+sum+"\n") {
			t.Errorf("%s lacks core's sum %s:\n%s", name, sum, s.read(t, name))
		}
	}
	s.build(t)

	// There is nothing more to do, but the commands to push may be wanted again.
	before := s.state(t)
	code, stdout, stderr = s.program(t, nil, "tag")
	if code != done || !strings.Contains(stdout, "Nothing to release") || !strings.HasSuffix(stdout, push) {
		t.Errorf("again: exit code %d:\n%s%s", code, stdout, stderr)
	}
	if after := s.state(t); after != before {
		t.Errorf("again: the repository is\n%s\nand was\n%s", after, before)
	}
}

// build builds the whole workspace.
func (s *scratch) build(t *testing.T) {
	t.Helper()
	cmd := exec.Command("go", "build", "-o", os.DevNull, "./examples")
	cmd.Dir = s.Dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("the workspace does not build: %v\n%s", err, out)
	}
}

// After a first release, what changed decides what is released, and as what.
func TestNextRelease(t *testing.T) {
	t.Parallel()
	const more = "\n// More returns more.\nfunc More() string { return \"more\" }\n"
	tests := []struct {
		name   string
		change func(t *testing.T, s *scratch)
		args   []string
		plan   []string          // rows of the plan, with single spaces
		detail []string          // other lines of the plan
		tags   string            // the new ones
		lines  map[string]string // a line that a file has afterwards
	}{
		{
			name: "nothing", change: func(t *testing.T, s *scratch) { s.git(t, "commit", "--allow-empty", "--quiet", "--message=x") },
		},
		{
			name: "tests and testdata alone",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core_test.go", "TestName", "TestTheName")
				s.write(t, map[string]string{"core/testdata/x": "x\n"})
			},
		},
		{
			name: "patch",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core.go", `return "core"`, `return "co" + "re"`)
				s.note(t, "core", "Fixed")
			},
			plan:   []string{"core v0.1.0 v0.1.1 same API"},
			detail: []string{"Unchanged: file v0.1.0"},
			tags:   "core/v0.1.1",
			lines:  map[string]string{"file/go.mod": "require example.com/x/core v0.1.0", "examples/go.mod": "example.com/x/core v0.1.1", "go.work": "example.com/x/core v0.1.1 => ./core"},
		},
		{
			name: "minor",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/core.go": s.read(t, "core/core.go") + more})
				s.note(t, "core", "Added")
			},
			plan:   []string{"core v0.1.0 v0.2.0 new API"},
			detail: []string{"core, since core/v0.1.0: commit", " a change adds More: added"},
			tags:   "core/v0.2.0",
		},
		{
			name: "breaking",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "Write() string { return core.Name() }", "Write(int) string { return core.Name() }")
				s.replace(t, "examples/main.go", "file.Write()", "file.Write(1)")
				s.note(t, "file", "Changed")
			},
			plan:   []string{"file v0.1.0 v0.2.0 breaking core v0.1.0"},
			detail: []string{"breaks Write: changed from func() string to func(int) string"},
			tags:   "file/v0.2.0",
			lines:  map[string]string{"file/CHANGELOG.md": "## [0.2.0] - 2026-02-03", "examples/go.mod": "example.com/x/file v0.2.0"},
		},
		{
			name: "a module and the sibling that it needs",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/core.go": s.read(t, "core/core.go") + more})
				s.replace(t, "file/file.go", "core.Name()", "core.More()")
				s.note(t, "core", "Added")
				s.note(t, "file", "Fixed")
			},
			plan:   []string{"core v0.1.0 v0.2.0 new API", "file v0.1.0 v0.1.1 same API core v0.2.0"},
			detail: []string{"raises core from v0.1.0 to v0.2.0"},
			tags:   "core/v0.2.0 file/v0.1.1",
			lines:  map[string]string{"file/go.mod": "require example.com/x/core v0.2.0", "file/go.sum": "example.com/x/core v0.2.0 h1:", "go.work": "example.com/x/core v0.2.0 => ./core"},
		},
		{
			name: "a go.mod with a comment that go mod tidy would not write",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/go.mod", "core v0.1.0", "core v0.1.0 // indirect")
				s.note(t, "file", "Changed")
			},
			plan:  []string{"file v0.1.0 v0.1.1 same API core v0.1.0"},
			tags:  "file/v0.1.1",
			lines: map[string]string{"file/go.mod": "core v0.1.0 // indirect\n"},
		},
		{
			name: "a version of the maintainer's choice",
			change: func(t *testing.T, s *scratch) {
				s.note(t, "core", "Changed")
			},
			args: []string{"-version", "core=v1.0.0"},
			plan: []string{"core v0.1.0 v1.0.0 same API"},
			tags: "core/v1.0.0",
		},
		{
			name: "a prerelease of the version that is next",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/core.go": s.read(t, "core/core.go") + more, "core/testdata/v0.1.0/log": "line\n"})
				s.note(t, "core", "Added")
			},
			args:  []string{"-version", "core=v0.2.0-rc.1"},
			plan:  []string{"core v0.1.0 v0.2.0-rc.1 new API"},
			tags:  "core/v0.2.0-rc.1",
			lines: map[string]string{"file/go.mod": "require example.com/x/core v0.1.0"},
		},
		{
			name: "a new major version in a module path of its own",
			change: func(t *testing.T, s *scratch) {
				s.git(t, "tag", "file/v1.0.0", "file/v0.1.0")
				s.replace(t, "file/go.mod", "x/file", "x/file/v2")
				s.replace(t, "examples/main.go", "x/file", "x/file/v2")
				s.replace(t, "examples/go.mod", "x/file v0.1.0", "x/file/v2 v2.0.0")
				s.replace(t, "go.work", "x/file v0.1.0", "x/file/v2 v2.0.0")
				s.note(t, "file", "Changed")
			},
			plan: []string{"file none v2.0.0 first release core v0.1.0"},
			tags: "file/v1.0.0 file/v2.0.0",
		},
		{
			name: "a sibling whose newest version is retracted",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/go.mod": s.read(t, "core/go.mod") + "\n// It is wrong.\nretract [v0.1.1, v0.1.2]\n"})
				s.note(t, "core", "Fixed")
				s.git(t, "tag", "core/v0.1.1", "core/v0.1.0")
				s.replace(t, "file/file.go", "core.Name()", `core.Name() + ""`)
				s.note(t, "file", "Fixed")
			},
			plan:  []string{"core v0.1.1 v0.1.2 same API", "file v0.1.0 v0.1.1 same API core v0.1.0"},
			tags:  "core/v0.1.1 core/v0.1.2 file/v0.1.1",
			lines: map[string]string{"file/go.mod": "require example.com/x/core v0.1.0", "examples/go.mod": "example.com/x/core v0.1.2"},
		},
		{
			name: "a rehearsal with a prerelease of a sibling and without the files of a release",
			change: func(t *testing.T, s *scratch) {
				s.git(t, "tag", "core/v0.2.0-rc.1", "core/v0.1.0")
				s.replace(t, "file/file.go", "core.Name()", `core.Name() + ""`)
				s.write(t, map[string]string{"file/testdata/v0.1.0/log": "line\n"})
				s.note(t, "file", "Fixed")
			},
			plan: []string{"file v0.1.0 v0.1.1 same API core v0.2.0-rc.1"},
			tags: "core/v0.2.0-rc.1 file/v0.1.1",
		},
		{
			name: "a module that is retired",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/go.mod", "module ", "// Deprecated: use core.\nmodule ")
				s.write(t, map[string]string{"file/go.mod": s.read(t, "file/go.mod") + "\n// It loses what it writes.\nretract [v0.1.0, v0.1.1]\n"})
				s.note(t, "file", "Deprecated")
			},
			plan:  []string{"file v0.1.0 v0.1.1 same API core v0.1.0"},
			tags:  "file/v0.1.1",
			lines: map[string]string{"file/go.mod": "// Deprecated: use core.\nmodule example.com/x/file\n"},
		},
		{
			name: "a module that is new",
			change: func(t *testing.T, s *scratch) {
				for name, text := range files {
					if base, ok := strings.CutPrefix(name, "core/"); ok {
						s.write(t, map[string]string{"other/" + base: strings.ReplaceAll(text, "core", "other")})
					}
				}
				s.replace(t, "go.work", "\t./file\n", "\t./file\n\t./other\n")
			},
			plan: []string{"other none v0.1.0 first release"},
			tags: "other/v0.1.0",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := releasedRepository(t)
			tt.change(t, s)
			if s.git(t, "status", "--porcelain") != "" {
				s.commit(t)
			}
			code, stdout, stderr := s.program(t, nil, append([]string{"plan"}, tt.args...)...)
			if code != done {
				t.Fatalf("plan: exit code %d:\n%s%s", code, stdout, stderr)
			}
			table, rest, _ := strings.Cut(stdout, "\n\n")
			var rows []string
			for line := range strings.Lines(table) {
				if !strings.HasPrefix(line, "MODULE") && !strings.HasPrefix(line, "Nothing to release") {
					rows = append(rows, strings.Join(strings.Fields(line), " "))
				}
			}
			if got, want := strings.Join(rows, "\n"), strings.Join(tt.plan, "\n"); got != want {
				t.Errorf("the plan is\n%s\nwant\n%s", got, want)
			}
			for _, want := range tt.detail {
				if !strings.Contains(strings.Join(strings.Fields(rest), " "), want) {
					t.Errorf("the plan does not say %q:\n%s", want, rest)
				}
			}
			code, stdout, stderr = s.program(t, nil, append([]string{"tag", "-untested", "-date", "2026-02-03"}, tt.args...)...)
			if code != done {
				t.Fatalf("tag: exit code %d:\n%s%s", code, stdout, stderr)
			}
			var tags []string
			for tag := range strings.FieldsSeq(s.tags(t)) {
				if tag != "core/v0.1.0" && tag != "file/v0.1.0" {
					tags = append(tags, tag)
				}
			}
			if got := strings.Join(tags, " "); got != tt.tags {
				t.Errorf("new tags %q, want %q", got, tt.tags)
			}
			for name, line := range tt.lines {
				if !strings.Contains(s.read(t, name), line) {
					t.Errorf("%s has no %q:\n%s", name, line, s.read(t, name))
				}
			}
			s.build(t)
		})
	}
}

func TestDryRunKeepsNothing(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	before := s.state(t)
	code, stdout, stderr := s.program(t, nil, "tag", "--dry-run", "-untested")
	if code != done {
		t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
	}
	if after := s.state(t); after != before {
		t.Errorf("the repository is\n%s\nand was\n%s", after, before)
	}
	if !s.gone(t) {
		t.Error("the program's directory is left")
	}
	for _, want := range []string{"core/CHANGELOG.md", "file/go.sum", "    core/v0.1.0\n    file/v0.1.0\n"} {
		if !strings.Contains(stdout, want) {
			t.Errorf("does not say %q:\n%s", want, stdout)
		}
	}
}

// A release that dies after any step is finished by the next run, and ends as if
// nothing had happened.
func TestInterruption(t *testing.T) {
	t.Parallel()
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	s := unreleasedRepository(t)
	steps := filepath.Join(t.TempDir(), "steps")
	if code, stdout, stderr := s.program(t, []string{stepsFile + "=" + steps}, tag...); code != done {
		t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
	}
	want := normal(s, s.state(t))
	text, err := os.ReadFile(steps)
	if err != nil {
		t.Fatal(err)
	}
	all := strings.Split(strings.TrimSpace(string(text)), "\n")
	if len(all) != 11 {
		t.Errorf("%d steps, want 11: %q", len(all), all)
	}
	for _, at := range all {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository(t)
			if code, stdout, stderr := s.program(t, []string{killAfter + "=" + at}, tag...); code == done || stderr != "" {
				t.Fatalf("it was not killed: exit code %d:\n%s%s", code, stdout, stderr)
			}
			unfinished := slices.Index(all, at) >= slices.Index(all, "pending")
			if unfinished && at != "tag file/v0.1.0" {
				interrupted(t, s)
			}
			var who []string
			if unfinished {
				// Somebody else may finish it, later.
				who = []string{"GIT_COMMITTER_NAME=B", "GIT_COMMITTER_EMAIL=b@example.com", "GIT_COMMITTER_DATE=2027-01-02T03:04:05Z"}
			}
			if code, stdout, stderr := s.program(t, who, tag...); code != done {
				t.Fatalf("again: exit code %d:\n%s%s", code, stdout, stderr)
			}
			if got := normal(s, s.state(t)); got != want {
				t.Errorf("the repository is\n%s\nwant\n%s", got, want)
			}
			if !s.gone(t) {
				t.Error("the program's directory is left")
			}
		})
	}
}

// A lock that a killed git left is named, and what the message says mends it.
func TestLockThatGitLeft(t *testing.T) {
	t.Parallel()
	tag := []string{"tag", "-untested", "-date", "2026-01-02"}
	for _, lock := range []string{"index.lock", "HEAD.lock", "refs/heads/main.lock"} {
		t.Run(lock, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository(t)
			s.write(t, map[string]string{".git/" + lock: "x"})
			code, stdout, stderr := s.program(t, nil, tag...)
			if code != refused {
				t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
			}
			for _, want := range []string{"/.git/" + lock, "no git is running", "remove that file", "run this again"} {
				if !strings.Contains(stderr, want) {
					t.Errorf("does not say %q:\n%s", want, stderr)
				}
			}
			s.write(t, map[string]string{".git/" + lock: ""})
			if code, stdout, stderr := s.program(t, nil, tag...); code != done {
				t.Errorf("again: exit code %d:\n%s%s", code, stdout, stderr)
			}
			if got, want := s.tags(t), "core/v0.1.0 file/v0.1.0"; got != want || s.git(t, "status", "--porcelain") != "" {
				t.Errorf("tags %s, want %s, and nothing changed:\n%s", got, want, s.state(t))
			}
		})
	}
}

// interrupted expects that a half-made release is neither planned anew nor passed.
func interrupted(t *testing.T, s *scratch) {
	t.Helper()
	code, stdout, _ := s.program(t, nil, "plan")
	if code != done || !strings.Contains(stdout, "go run ./tools/release tag") || strings.Contains(stdout, "first release") {
		t.Errorf("plan: exit code %d:\n%s", code, stdout)
	}
	code, _, stderr := s.program(t, nil, "check")
	if code != refused || !strings.Contains(stderr, "go run ./tools/release tag") || !strings.Contains(stderr, "file/v0.1.0") {
		t.Errorf("check: exit code %d:\n%s", code, stderr)
	}
}

// normal returns a state without the name of the directory.
func normal(s *scratch, state string) string {
	return strings.ReplaceAll(state, s.Dir, "DIR")
}
