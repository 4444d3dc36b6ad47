package rules

import (
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

// testsOf returns the names of all tests, alone and with their directories.
func testsOf(t *testing.T, w *repository.Workspace) map[string]bool {
	t.Helper()
	found := map[string]bool{}
	err := filepath.WalkDir(w.Root, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		dir, err := filepath.Rel(w.Root, filepath.Dir(path))
		for _, m := range function.FindAllStringSubmatch(string(source), -1) {
			found[m[1]] = true
			found[filepath.ToSlash(dir)+"."+m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// A promise names the test that shows it, and a fault the test that holds it.
func TestNamedTestsExist(t *testing.T) {
	w := repositorytest.Open(t)
	found := testsOf(t, w)
	for _, page := range []struct {
		name string
		rows bool // each row of its tables names a test, or says why there is none
	}{
		{"SECURITY.md", false},
		{"docs/bugs.md", true},
		{"docs/faults.md", true},
		{"docs/reliability.md", true},
	} {
		text, err := os.ReadFile(w.Join(page.name))
		if err != nil {
			t.Fatal(err)
		}
		named := namedTest.FindAllStringSubmatch(string(text), -1)
		if len(named) < 10 {
			t.Errorf("%s names %d tests", page.name, len(named))
		}
		for _, m := range named {
			if name := strings.Trim(m[0], "`"); !found[name] {
				t.Errorf("%s names %s, which is no test", page.name, name)
			}
		}
		if page.rows {
			for _, row := range rowsWithoutTest(string(text)) {
				t.Errorf("%s: no test is named in %s", page.name, row)
			}
		}
	}
}

// rowsWithoutTest returns the rows of a page's tables that name no test and do not
// say "no test:" with the reason. A table's head and the line below it are none.
func rowsWithoutTest(text string) []string {
	var out []string
	inTable := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "|") {
			inTable = 0
			continue
		}
		if inTable++; inTable > 2 && !namedTest.MatchString(line) && !strings.Contains(line, "no test: ") {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

func TestRowsWithoutTestAreFound(t *testing.T) {
	const text = "| a | b |\n|---|---|\n| x | `dir.TestX` |\n| y | no test: why |\n| z | soon |\n"
	if got := rowsWithoutTest(text); len(got) != 1 || got[0] != "| z | soon |" {
		t.Errorf("found %q", got)
	}
}
