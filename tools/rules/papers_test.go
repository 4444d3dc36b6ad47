package rules

import (
	"bytes"
	"os"
	"testing"

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
