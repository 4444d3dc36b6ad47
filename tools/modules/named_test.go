package modules

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// Whoever looks for a module finds it, and finds none that is not there.
func TestModulesAreNamed(t *testing.T) {
	w := repositorytest.Open(t)
	for _, doc := range []struct {
		file string
		row  *regexp.Regexp // a module's row in the table; its directory is what is in parentheses
		all  bool           // the table has those, too, that are never released
	}{
		{"CONTRIBUTING.md", regexp.MustCompile("(?m)^\\| \\[`([^`]+)`\\]\\("), false},
		{"docs/DESIGN.md", regexp.MustCompile("(?m)^\\| `([a-z/]+)/` \\|"), true},
	} {
		t.Run(doc.file, func(t *testing.T) {
			text := read(t, w, doc.file)
			rows := map[string]bool{}
			for _, m := range doc.row.FindAllStringSubmatch(text, -1) {
				rows[m[1]] = true
			}
			for _, m := range w.Modules {
				switch {
				case (doc.all || m.Published()) && !rows[m.Dir]:
					t.Errorf("the table of modules has no row for %s", m.Dir)
				case !strings.Contains(text, "`"+m.Dir+"`") && !strings.Contains(text, "`"+m.Dir+"/`"):
					t.Errorf("does not name %s", m.Dir)
				}
			}
			for dir := range rows {
				if _, err := os.Stat(w.Join(dir)); err != nil {
					t.Errorf("the table of modules has a row for what is not there: %v", err)
				}
			}
		})
	}
}

func read(t *testing.T, w *repository.Workspace, name string) string {
	t.Helper()
	text, err := os.ReadFile(w.Join(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
