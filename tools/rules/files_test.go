package rules

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// A published module is downloaded without the rest of the repository.
func TestPublishedModulesHaveTheirPapers(t *testing.T) {
	w := repositorytest.Open(t)
	license, err := os.ReadFile(w.Join("LICENSE"))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range w.Published() {
		t.Run(m.Dir, func(t *testing.T) {
			for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md"} {
				data, err := os.ReadFile(w.Join(m.Dir, name))
				switch {
				case err != nil:
					t.Error(err)
				case name == "LICENSE" && !bytes.Equal(data, license):
					t.Error("LICENSE differs from the repository's")
				case name == "CHANGELOG.md" && !bytes.Contains(data, []byte("\n## [")):
					t.Error(`CHANGELOG.md has no section such as "## [Unreleased]"`)
				case len(bytes.TrimSpace(data)) == 0:
					t.Errorf("%s is empty", name)
				}
			}
		})
	}
}

func TestTextFiles(t *testing.T) {
	w := repositorytest.Open(t)
	for _, name := range textFiles(t, w) {
		text, err := os.ReadFile(w.Join(name))
		if err != nil {
			t.Fatal(err)
		}
		report(t, Unfinished(name, string(text)))
		if filepath.Ext(name) != ".md" {
			continue
		}
		findings, err := Links(w.Root, name)
		if err != nil {
			t.Fatal(err)
		}
		report(t, findings)
	}
}

// textFiles returns the documents, workflows and scripts of the repository,
// relative to its root.
func textFiles(t *testing.T, w *repository.Workspace) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(w.Root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			if slices.Contains([]string{".git", ".tools", "testdata", "node_modules"}, d.Name()) {
				return filepath.SkipDir
			}
			return nil
		}
		rel, err := filepath.Rel(w.Root, name)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		if slices.Contains([]string{".md", ".yml", ".yaml", ".feature", ".sh"}, filepath.Ext(name)) || strings.HasPrefix(rel, ".ci/") {
			out = append(out, rel)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLinksFind(t *testing.T) {
	root := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		name = filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("docs/there.md", "# One, `two` & three!\n\n## Same\n\n## Same\n")
	tests := []struct {
		text string
		want int
	}{
		{"[x](docs/there.md)", 0},
		{"[x](docs)", 0},
		{"[x](docs/missing.md)", 1},
		{"[x](docs/there.md#one-two--three)", 0},
		{"[x](docs/there.md#same-1)", 0},
		{"[x](docs/there.md#same-2)", 1},
		{"# Here\n[x](#here)", 0},
		{"# Here\n[x](#there)", 1},
		{"[x](https://example.com/missing.md)", 0},
		{"![x](missing.svg)", 1},
		{`<a href="docs"><img alt="x" src="missing.svg"></a>`, 1},
		{`<a href="docs/there.md#same"><img src="docs/there.md"></a>`, 0},
		{`<a href="#there">x</a>`, 1},
		{`[x](missing.md "a title")`, 1},
		{`[x](docs/there.md 'a title')`, 0},
		{"[x](<docs/not here.md>)", 1},
		{"[x][1]\n\n[1]: docs/missing.md", 1},
		{"[x][1]\n\n[1]: docs/there.md \"a title\"", 0},
		{"[x][1]\n\n[1]: https://example.com/missing.md", 0},
		{"`[x](missing.md)`", 0},
		{"```\n[x](missing.md)\n```\n[y](missing.md)", 1},
	}
	for _, tt := range tests {
		write("README.md", tt.text)
		got, err := Links(root, "README.md")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != tt.want {
			t.Errorf("%q: %d findings %q, want %d", tt.text, len(got), got, tt.want)
		}
	}
}
