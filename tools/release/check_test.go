package main

import (
	"strings"
	"testing"
)

// Each refusal names the module, the file and the command that mends it.
func TestRefusals(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		released bool // there is a first release
		change   func(t *testing.T, s *scratch)
		keep     bool // the change is not committed
		args     []string
		want     string // "module: file: "
		problem  string
		mend     string
	}{
		{
			name:   "files that are not committed",
			change: func(t *testing.T, s *scratch) { s.write(t, map[string]string{"core/new.go": "package core\n"}) },
			keep:   true,
			want:   "repository: core/new.go: ", problem: "1 files differ", mend: "git stash --include-untracked",
		},
		{
			name:   "no branch",
			change: func(t *testing.T, s *scratch) { s.git(t, "switch", "--quiet", "--detach") },
			keep:   true,
			want:   "repository: .git/HEAD: ", problem: "no branch", mend: "git switch main",
		},
		{
			name:   "untested, where there is somewhere to push to",
			change: func(t *testing.T, s *scratch) { s.git(t, "remote", "add", "elsewhere", "https://example.com/x") },
			keep:   true, args: []string{"-untested"},
			want: "repository: .git/config: ", problem: "elsewhere", mend: "leave out -untested",
		},
		{
			name: "a failing test",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core_test.go", `!= "core"`, `== "core"`)
			},
			want: "core: core/core_test.go: ", problem: "FAIL: TestName", mend: "go test ./core/...",
		},
		{
			name: "a test that passes in the workspace alone",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core_test.go", `!= "core"`, `!= "core" || os.Getenv("GOWORK") == "off"`)
				s.replace(t, "core/core_test.go", `import "testing"`, "import (\n\t\"os\"\n\t\"testing\"\n)")
			},
			want: "core: core/core_test.go: ", problem: "with the versions of siblings that users get", mend: "go test ./core/...",
		},
		{
			name: "a package that does not pass go vet",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core_test.go", "t.Error(Name())", `t.Errorf("%d", Name())`)
			},
			want: "core: core/core_test.go: ", problem: "go vet fails", mend: "go vet ./core/...",
		},
		{
			name: "no changelog",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/CHANGELOG.md": ""})
			},
			want: "core: core/CHANGELOG.md: ", problem: `no section "## [Unreleased]"`, mend: "$EDITOR core/CHANGELOG.md, after git log --oneline core",
		},
		{
			name:     "an empty changelog",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core.go", `return "core"`, `return "co" + "re"`)
			},
			want: "core: core/CHANGELOG.md: ", problem: "nothing is listed", mend: "git log --oneline core/v0.1.0.. -- core",
		},
		{
			name:     "a breaking change that the changelog does not tell",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "Write()", "Save()")
				s.replace(t, "examples/main.go", "Write()", "Save()")
				s.note(t, "file", "Added")
			},
			want: "file: file/CHANGELOG.md: ", problem: "- Write: removed", mend: "$EDITOR file/CHANGELOG.md",
		},
		{
			name:     "a breaking change released as a patch",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "Write()", "Save()")
				s.replace(t, "examples/main.go", "Write()", "Save()")
				s.note(t, "file", "Removed")
			},
			args: []string{"-version", "file=v0.1.1"},
			want: "file: file/go.mod: ", problem: "v0.1.1 is too low for what changed since v0.1.0, which is breaking", mend: "-version file=v0.2.0",
		},
		{
			name:     "new API released as a patch",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/more.go": "package file\n\n// More is more.\nconst More = 1\n"})
				s.note(t, "file", "Added")
			},
			args: []string{"-version", "file=v0.1.1"},
			want: "file: file/go.mod: ", problem: "- More: added", mend: "-version file=v0.2.0",
		},
		{
			name:     "no files of the version that is released",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/more.go": "package file\n\n// More is more.\nconst More = 1\n", "file/testdata/v0.1.0/log": "line\n"})
				s.note(t, "file", "Added")
			},
			want: "file: file/testdata/v0.2.0: ", problem: "no files of the version", mend: "go test ./file -run EarlierVersions -fixture v0.2.0",
		},
		{
			name:     "a prerelease that a stable version would require",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/more.go": "package core\n\n// More is more.\nconst More = 1\n"})
				s.note(t, "core", "Added")
				s.replace(t, "file/file.go", "Write()", "Save()")
				s.replace(t, "examples/main.go", "Write()", "Save()")
				s.note(t, "file", "Removed")
			},
			args: []string{"-version", "core=v0.2.0-rc.1"},
			want: "file: file/go.mod: ", problem: "would require core v0.2.0-rc.1, which is not", mend: "-version file=v0.2.0-rc.1",
		},
		{
			name:     "a prerelease that a stable version requires already",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.git(t, "tag", "core/v0.2.0-rc.1", "core/v0.1.0")
				s.replace(t, "file/go.mod", "core v0.1.0", "core v0.2.0-rc.1")
				s.replace(t, "examples/go.mod", "core v0.1.0", "core v0.2.0-rc.1")
				s.replace(t, "go.work", "core v0.1.0", "core v0.2.0-rc.1")
				s.note(t, "file", "Changed")
			},
			want: "file: file/go.mod: ", problem: "would require core v0.2.0-rc.1, which is not", mend: "-version file=v0.1.1-rc.1",
		},
		{
			name:     "a prerelease that does not come after the last one",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.git(t, "tag", "core/v0.2.0-rc.2", "core/v0.1.0")
				s.note(t, "core", "Fixed")
			},
			args: []string{"-version", "core=v0.2.0-rc.1"},
			want: "core: core/go.mod: ", problem: "v0.2.0-rc.1 does not come after the last release, v0.2.0-rc.2", mend: "-version core=v0.2.0",
		},
		{
			name:     "a breaking change after v1",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.git(t, "tag", "file/v1.2.3", "file/v0.1.0")
				s.replace(t, "examples/go.mod", "x/file v0.1.0", "x/file v1.2.3")
				s.replace(t, "go.work", "x/file v0.1.0", "x/file v1.2.3")
				s.replace(t, "file/file.go", "Write()", "Save()")
				s.replace(t, "examples/main.go", "Write()", "Save()")
				s.note(t, "file", "Removed")
			},
			want: "file: file/go.mod: ", problem: "- Write: removed", mend: "go mod edit -module=example.com/x/file/v2 file/go.mod",
		},
		{
			name:     "a version that the module path cannot have",
			released: true,
			change:   func(t *testing.T, s *scratch) { s.note(t, "core", "Changed") },
			args:     []string{"-version", "core=v2.0.0"},
			want:     "core: core/go.mod: ", problem: "cannot have the version v2.0.0", mend: "-version core=v0.1.1",
		},
		{
			name: "a replace line",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/go.mod": s.read(t, "file/go.mod") + "\nreplace example.com/x/core => ../core\n"})
			},
			want: "file: file/go.mod: ", problem: "replaces example.com/x/core", mend: "go mod edit -dropreplace=example.com/x/core file/go.mod",
		},
		{
			name:     "a replace line that leads out of the repository",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/go.mod": s.read(t, "file/go.mod") + "\nreplace example.com/x/core => ../../core\n"})
				s.note(t, "file", "Changed")
			},
			want: "file: file/go.mod: ", problem: "replaces example.com/x/core", mend: "go mod edit -dropreplace=example.com/x/core file/go.mod",
		},
		{
			name:     "code that does not compile",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core.go", `return "core"`, `return 1`)
				s.note(t, "core", "Changed")
			},
			want: "core: core/core.go: ", problem: "it does not compile", mend: "go build ./core/...",
		},
		{
			name:     "a sibling that no longer compiles",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/core.go", "Name", "Names")
				s.replace(t, "core/core_test.go", "Name()", "Names()")
				s.replace(t, "examples/main.go", "core.Name", "core.Names")
				s.note(t, "core", "Changed")
			},
			want: "file: file/file.go: ", problem: "it is not released, and go vet fails with what is", mend: "go vet ./file/...",
		},
		{
			name:     "a sibling whose tests no longer pass",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/file_test.go": strings.ReplaceAll(s.read(t, "core/core_test.go"), "package core", "package file") + "\nfunc Name() string { return Write() }\n"})
				s.replace(t, "core/core.go", `return "core"`, `return "heart"`)
				s.replace(t, "core/core_test.go", `"core"`, `"heart"`)
				s.note(t, "core", "Changed")
			},
			want: "file: file/file_test.go: ", problem: "go test fails with what is", mend: "go test ./file/...",
		},
		{
			name:     "an example that no longer compiles",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "Write()", "Save()")
				s.note(t, "file", "Removed")
			},
			want: "examples: examples/main.go: ", problem: "go vet fails with what is", mend: "go vet ./examples/...",
		},
		{
			name:     "a sibling of which every version is retracted",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/go.mod": s.read(t, "core/go.mod") + "\n// It is wrong.\nretract [v0.1.0, v0.1.1]\n"})
				s.note(t, "core", "Fixed")
				s.replace(t, "file/file.go", "core.Name()", `core.Name() + ""`)
				s.note(t, "file", "Fixed")
			},
			want: "file: file/go.mod: ", problem: "requires core, of which every version is retracted", mend: "$EDITOR core/go.mod",
		},
		{
			name: "an exclude line",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"file/go.mod": s.read(t, "file/go.mod") + "\nexclude example.com/y v1.0.0\n"})
			},
			want: "file: file/go.mod: ", problem: "excludes example.com/y", mend: "go mod edit -dropexclude=example.com/y@v1.0.0 file/go.mod",
		},
		{
			name:   "a go line that is too new",
			change: func(t *testing.T, s *scratch) { s.replace(t, "core/go.mod", "go 1.25.0", "go 1.26.0") },
			want:   "core: core/go.mod: ", problem: "go 1.26.0", mend: "go mod edit -go=1.25.0 core/go.mod",
		},
		{
			name: "a toolchain line",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "core/go.mod", "go 1.25.0", "go 1.25.0\n\ntoolchain go1.25.1")
			},
			want: "core: core/go.mod: ", problem: "toolchain", mend: "go mod edit -toolchain=none core/go.mod",
		},
		{
			name: "a module path that is not the directory",
			change: func(t *testing.T, s *scratch) {
				s.git(t, "mv", "file", "files")
				s.replace(t, "go.work", "./file\n", "./files\n")
			},
			want: "files: files/go.mod: ", problem: "example.com/x/file does not end in the directory", mend: "go mod edit -module=",
		},
		{
			name:   "no licence",
			change: func(t *testing.T, s *scratch) { s.write(t, map[string]string{"core/LICENSE": ""}) },
			want:   "core: core/LICENSE: ", problem: "there is none", mend: "cp LICENSE core/LICENSE",
		},
		{
			name:   "no licence of the repository",
			change: func(t *testing.T, s *scratch) { s.write(t, map[string]string{"LICENSE": ""}) },
			want:   "core: LICENSE: ", problem: "the repository has none", mend: "cp core/LICENSE LICENSE",
		},
		{
			name:   "another licence",
			change: func(t *testing.T, s *scratch) { s.write(t, map[string]string{"core/LICENSE": "Ask us.\n"}) },
			want:   "core: core/LICENSE: ", problem: "not the repository's", mend: "cp LICENSE core/LICENSE",
		},
		{
			name:   "no README",
			change: func(t *testing.T, s *scratch) { s.write(t, map[string]string{"core/README.md": ""}) },
			want:   "core: core/README.md: ", problem: "there is none", mend: "$EDITOR core/README.md",
		},
		{
			name: "a package without documentation",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{"core/sub/sub.go": "package sub\n"})
			},
			want: "core: core/sub/doc.go: ", problem: "package comment", mend: "$EDITOR core/sub/doc.go",
		},
		{
			name: "a requirement of a version that this release does not make",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/go.mod", "core v0.1.0", "core v0.3.0")
				s.replace(t, "go.work", "core v0.1.0", "core v0.3.0")
			},
			want: "file: file/go.mod: ", problem: "the newest will be v0.1.0", mend: "go mod edit -require=example.com/x/core@v0.1.0 file/go.mod",
		},
		{
			name: "a requirement of a module that is never released",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/go.mod", "require example.com/x/core v0.1.0", "require (\n\texample.com/x/core v0.1.0\n\texample.com/x/tools v0.1.0\n)")
				s.write(t, map[string]string{"tools/go.mod": "module example.com/x/tools\n\ngo 1.26.0\n"})
				s.replace(t, "go.work", "\t./file\n", "\t./file\n\t./tools\n")
			},
			want: "file: file/go.mod: ", problem: "which is never released", mend: "go mod edit -droprequire=example.com/x/tools file/go.mod",
		},
		{
			name: "a requirement that nothing needs",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "import \"example.com/x/core\"\n", "")
				s.replace(t, "file/file.go", "core.Name()", `"file"`)
			},
			want: "file: file/go.mod: ", problem: "it requires example.com/x/core, which nothing in it imports", mend: "go mod edit -droprequire=example.com/x/core file/go.mod",
		},
		{
			name: "an import that nothing provides",
			change: func(t *testing.T, s *scratch) {
				s.replace(t, "file/file.go", "package file\n", "package file\n\nimport _ \"example.com/nowhere\"\n")
			},
			want: "file: file/go.mod: ", problem: "example.com/nowhere", mend: "go build ./file/...",
		},
		{
			name: "a file that git alters on the way to users",
			change: func(t *testing.T, s *scratch) {
				s.write(t, map[string]string{".gitattributes": "*.md export-subst\n", "core/README.md": "# core $Format:%H$\n"})
			},
			want: "core: .gitattributes: ", problem: "other bytes", mend: "git check-attr -a $(git ls-files core)",
		},
		{
			name:     "a last release on another branch",
			released: true,
			change: func(t *testing.T, s *scratch) {
				s.git(t, "switch", "--quiet", "--create=other")
				s.git(t, "commit", "--quiet", "--allow-empty", "--message=x")
				s.git(t, "tag", "core/v0.1.1")
				s.git(t, "switch", "--quiet", "main")
			},
			keep: true,
			want: "core: core/go.mod: ", problem: "core/v0.1.1, is not among the commits", mend: "git merge core/v0.1.1",
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := unreleasedRepository
			if tt.released {
				s = releasedRepository
			}
			r := s(t)
			tt.change(t, r)
			if !tt.keep {
				r.commit(t)
			}
			before := r.state(t)
			code, stdout, stderr := r.program(t, nil, append([]string{"tag"}, tt.args...)...)
			if code != refused {
				t.Fatalf("exit code %d:\n%s%s", code, stdout, stderr)
			}
			at := strings.Index(stderr, tt.want)
			if at < 0 || at > 0 && stderr[at-1] != '\n' {
				t.Fatalf("does not name %q:\n%s", tt.want, stderr)
			}
			text, mend, _ := strings.Cut(stderr[at:], "\n    mend it: ")
			mend, _, _ = strings.Cut(mend, "\n")
			if !strings.Contains(text, tt.problem) {
				t.Errorf("does not say %q:\n%s", tt.problem, text)
			}
			if !strings.Contains(mend, tt.mend) {
				t.Errorf("would mend it by %q, want %q", mend, tt.mend)
			}
			if after := r.state(t); after != before {
				t.Errorf("the repository is\n%s\nand was\n%s", after, before)
			}
			if !r.gone(t) {
				t.Error("the program's directory is left")
			}
		})
	}
}

// What keeps a module from being compared keeps nothing else from being said.
func TestRefusalsBesideCodeThatDoesNotCompile(t *testing.T) {
	t.Parallel()
	s := releasedRepository(t)
	s.replace(t, "core/core.go", `return "core"`, `return 1`)
	s.write(t, map[string]string{"core/LICENSE": "", "file/README.md": ""})
	s.commit(t)
	code, stdout, stderr := s.program(t, nil, "check")
	for _, want := range []string{"core: core/LICENSE: ", "core: core/core.go: ", "core: core/CHANGELOG.md: ", "file: file/README.md: ", "file: file/CHANGELOG.md: ", "refused: 6 to mend"} {
		if code != refused || !strings.Contains(stderr, want) {
			t.Errorf("exit code %d, and nothing of %q:\n%s", code, want, stderr)
		}
	}
	if !strings.Contains(stdout, "unclear") {
		t.Errorf("the plan is sure of what it cannot know:\n%s", stdout)
	}
}

// All that is wrong is said at once.
func TestRefusalsAreCollected(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	s.write(t, map[string]string{"core/LICENSE": "", "core/README.md": "", "file/CHANGELOG.md": ""})
	s.commit(t)
	s.write(t, map[string]string{"core/new.go": "package core\n"})
	code, _, stderr := s.program(t, nil, "check")
	if code != refused || !strings.Contains(stderr, "refused: 4 to mend") {
		t.Errorf("exit code %d, want 4 refusals, one for what is not committed:\n%s", code, stderr)
	}
}

func TestCheckPasses(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	before := s.state(t)
	code, stdout, stderr := s.program(t, nil, "check")
	if code != done || !strings.HasSuffix(stdout, "\nNothing stands against this release.\n") {
		t.Errorf("exit code %d:\n%s%s", code, stdout, stderr)
	}
	if after := s.state(t); after != before {
		t.Errorf("the repository is\n%s\nand was\n%s", after, before)
	}
}

func TestWrongUse(t *testing.T) {
	t.Parallel()
	s := unreleasedRepository(t)
	tests := []struct {
		args []string
		code int
		want string
	}{
		{nil, misused, "usage: go run ./tools/release"},
		{[]string{"publish"}, misused, `no command "publish"`},
		{[]string{"tag", "-force"}, misused, "-force"},
		{[]string{"plan", "core"}, misused, `no argument "core"`},
		{[]string{"plan", "--dry-run"}, misused, "changes nothing"},
		{[]string{"plan", "-version", "core=1.0"}, misused, "telemetry=v0.2.0"},
		{[]string{"plan", "-version", "v1.0.0"}, misused, "telemetry=v0.2.0"},
		{[]string{"plan", "-date", "today"}, misused, "2006-01-02"},
		{[]string{"plan", "-version", "nowhere=v1.0.0"}, refused, "nowhere is no published module"},
		{[]string{"plan", "-version", "examples=v1.0.0"}, refused, "examples is no published module"},
	}
	for _, tt := range tests {
		code, _, stderr := s.program(t, nil, tt.args...)
		if code != tt.code || !strings.Contains(stderr, tt.want) {
			t.Errorf("%q: exit code %d, want %d and %q:\n%s", tt.args, code, tt.code, tt.want, stderr)
		}
	}
	if code, stdout, _ := s.program(t, nil, "help"); code != done || !strings.Contains(stdout, "usage: ") {
		t.Errorf("help: exit code %d:\n%s", code, stdout)
	}
}
