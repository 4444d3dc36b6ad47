package rules

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

var (
	function = regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	// With the directory of its package, or without.
	namedTest = regexp.MustCompile("`(?:([\\w/-]+)\\.)?((?:Test|Fuzz)\\w+)`")
)

// A promise names the test that shows it, and a fault the test that holds it.
func TestNamedTestsExist(t *testing.T) {
	w := repositorytest.Open(t)
	found := map[string]bool{} // alone, and with the directory
	for _, name := range files(t, w, "_test.go") {
		dir, err := filepath.Rel(w.Root, filepath.Dir(name))
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range function.FindAllStringSubmatch(read(t, name), -1) {
			found[m[1]], found[filepath.ToSlash(dir)+"."+m[1]] = true, true
		}
	}
	for _, page := range []string{"SECURITY.md", "docs/bugs.md", "docs/faults.md", "docs/reliability.md"} {
		named, inTable := 0, 0
		for line := range strings.Lines(read(t, w.Join(page))) {
			tests := namedTest.FindAllString(line, -1)
			named += len(tests)
			for _, name := range tests {
				if !found[strings.Trim(name, "`")] {
					t.Errorf("%s names %s, which is no test", page, name)
				}
			}
			if inTable++; !strings.HasPrefix(line, "|") {
				inTable = 0
			}
			// A table's head and the line below it are no rows.
			if inTable > 2 && page != "SECURITY.md" && len(tests) == 0 && !strings.Contains(line, "no test: ") {
				t.Errorf("%s: a row names no test, and does not say \"no test: \" with the reason: %s", page, line)
			}
		}
		if named < 10 {
			t.Errorf("%s names %d tests", page, named)
		}
	}
}

// files returns the repository's files whose names end so.
func files(t *testing.T, w *repository.Workspace, end string) []string {
	t.Helper()
	var out []string
	err := filepath.WalkDir(w.Root, func(name string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == ".tools" || d.Name() == "testdata" || d.Name() == "node_modules"):
			return filepath.SkipDir
		case strings.HasSuffix(name, end):
			out = append(out, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
