package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const changelog = `# Changelog of sinks/file

## [Unreleased]

### Added

- ` + "`Later`" + `

## [0.2.0] - 2026-06-01

### Added

- ` + "`Options.Sync`" + `

### Fixed

- a torn line

## [0.1.0] - 2026-05-08

First release.

[0.2.0]: https://example.org/compare/0.1.0...0.2.0
[0.1.0]: https://example.org/0.1.0
`

// enter makes a repository of two modules, one of them published, and changes to
// its root.
func enter(t *testing.T) {
	t.Helper()
	root := t.TempDir()
	for name, text := range map[string]string{
		"go.work":                 "go 1.26.0\n\nuse (\n\t./sinks/file\n\t./tools\n)\n",
		"sinks/file/go.mod":       "module example.org/sinks/file\n\ngo 1.25.0\n",
		"sinks/file/sink.go":      "package filesink\n",
		"sinks/file/sub/go.mod":   "module example.org/sinks/file/sub\n\ngo 1.25.0\n",
		"sinks/file/CHANGELOG.md": changelog,
		"tools/go.mod":            "module example.org/tools\n\ngo 1.25.0\n",
		"tools/CHANGELOG.md":      changelog,
	} {
		name = filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(root)
}

func TestRun(t *testing.T) {
	enter(t)
	tests := []struct {
		args []string
		want string // what is printed, or part of the error
		fail bool
	}{
		{args: []string{"sinks/file/v0.2.0"}, want: "### Added\n\n- `Options.Sync`\n\n### Fixed\n\n- a torn line\n"},
		{args: []string{"sinks/file/v0.1.0"}, want: "First release.\n"},
		{args: []string{"-dir", "sinks/file/v0.1.0"}, want: "sinks/file\n"},
		{args: []string{"-prerelease", "sinks/file/v0.1.0"}, want: "false\n"},

		{args: nil, want: "one tag", fail: true},
		{args: []string{"sinks/file/v0.1.0", "x"}, want: "one tag", fail: true},
		{args: []string{"v0.1.0"}, want: "no directory", fail: true},
		{args: []string{"sinks/v0.1.0"}, want: "no published module", fail: true},
		{args: []string{"tools/v0.1.0"}, want: "no published module", fail: true},
		{args: []string{"sinks/file/0.1.0"}, want: "not a semantic version", fail: true},
		{args: []string{"sinks/file/v0.1"}, want: "0.1", fail: true},
		{args: []string{"sinks/file/v2.0.0"}, want: "v2.0.0", fail: true},
		{args: []string{"sinks/file/v0.3.0"}, want: "sinks/file/CHANGELOG.md says nothing under ## [0.3.0]", fail: true},
		{args: []string{"-dir", "sinks/file/v0.3.0"}, want: "CHANGELOG.md", fail: true},
		{args: []string{"-zip", "m.zip", "sinks/file/v0.3.0"}, want: "CHANGELOG.md", fail: true},
	}
	for _, tt := range tests {
		var out bytes.Buffer
		err := run(tt.args, &out)
		switch {
		case tt.fail && (err == nil || !strings.Contains(err.Error(), tt.want)):
			t.Errorf("%q: %v, want an error that says %q", tt.args, err, tt.want)
		case tt.fail && out.Len() > 0:
			t.Errorf("%q: prints %q in spite of %v", tt.args, out.String(), err)
		case !tt.fail && (err != nil || out.String() != tt.want):
			t.Errorf("%q: %q, %v, want %q", tt.args, out.String(), err, tt.want)
		}
	}
}

func TestZip(t *testing.T) {
	enter(t)
	name := filepath.Join(t.TempDir(), "m.zip")
	if err := run([]string{"-zip", name, "sinks/file/v0.1.0"}, &bytes.Buffer{}); err != nil {
		t.Fatal(err)
	}
	r, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	for _, f := range r.File {
		got = append(got, f.Name)
	}
	slices.Sort(got)
	const prefix = "example.org/sinks/file@v0.1.0/"
	if want := []string{prefix + "CHANGELOG.md", prefix + "go.mod", prefix + "sink.go"}; !slices.Equal(got, want) {
		t.Errorf("the archive holds %q, want %q", got, want)
	}
}

func TestPrerelease(t *testing.T) {
	enter(t)
	text := strings.Replace(changelog, "[0.2.0]", "[0.2.0-rc.1]", 1)
	if err := os.WriteFile("sinks/file/CHANGELOG.md", []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run([]string{"-prerelease", "sinks/file/v0.2.0-rc.1"}, &out); err != nil || out.String() != "true\n" {
		t.Errorf("%q, %v, want true", out.String(), err)
	}
}
