package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var (
	// In the text, with a title or not; as a definition that the text refers to; in HTML.
	link = regexp.MustCompile(`(?m)\]\(\s*(?:<([^>\n]*)>|([^()\s<]+))(?:\s+(?:"[^"\n]*"|'[^'\n]*'))?\s*\)` +
		`|^ {0,3}\[[^\]\n]+\]:[ \t]*(?:<([^>\n]*)>|(\S+))` +
		`|\b(?:src|srcset|href)="([^"\s]+)"`)
	heading = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *$`)
	fence   = regexp.MustCompile("(?ms)^```.*?\n```")
	inCode  = regexp.MustCompile("`[^`\n]*`")
	dropped = regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
)

// findLinks finds relative links of the Markdown file name under root, those in HTML
// too, that lead to no file, or to no heading of it. Links to the web are not
// followed.
func findLinks(root, name string) ([]string, error) {
	full := filepath.Join(root, filepath.FromSlash(name))
	text, err := os.ReadFile(full)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, m := range link.FindAllStringSubmatch(prose(string(text)), -1) {
		to := strings.Join(m[1:], "") // all of them but one are empty
		u, err := url.Parse(to)
		if err != nil {
			out = append(out, fmt.Sprintf("%s: link %s: %v", name, to, err))
			continue
		}
		if u.Scheme != "" || u.Host != "" {
			continue
		}
		target := full
		if u.Path != "" {
			target = filepath.Join(filepath.Dir(full), filepath.FromSlash(u.Path))
		}
		info, err := os.Stat(target)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out = append(out, fmt.Sprintf("%s: link %s leads to no file", name, to))
			continue
		case err != nil:
			return nil, err
		}
		if u.Fragment == "" || info.IsDir() || filepath.Ext(target) != ".md" {
			continue
		}
		data, err := os.ReadFile(target)
		if err != nil {
			return nil, err
		}
		if !anchors(string(data))[u.Fragment] {
			out = append(out, fmt.Sprintf("%s: link %s leads to no heading", name, to))
		}
	}
	return out, nil
}

// prose returns Markdown text without its code.
func prose(text string) string {
	return inCode.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
}

// anchors returns the fragments that GitHub gives to the headings of a Markdown
// text.
func anchors(text string) map[string]bool {
	out := map[string]bool{}
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		slug := strings.ReplaceAll(dropped.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")
		for n, unique := 1, slug; ; n++ {
			if !out[unique] {
				out[unique] = true
				break
			}
			unique = fmt.Sprintf("%s-%d", slug, n)
		}
	}
	return out
}

func TestLinksOfThePages(t *testing.T) {
	w := repositorytest.Open(t)
	for _, name := range pages(t, w) {
		findings, err := findLinks(w.Root, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			t.Error(f)
		}
	}
}

// pages returns the Markdown files of the repository,
// relative to its root.
func pages(t *testing.T, w *repository.Workspace) []string {
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
		if filepath.Ext(name) == ".md" {
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
		got, err := findLinks(root, "README.md")
		if err != nil {
			t.Fatal(err)
		}
		if len(got) != tt.want {
			t.Errorf("%q: %d findings %q, want %d", tt.text, len(got), got, tt.want)
		}
	}
}
