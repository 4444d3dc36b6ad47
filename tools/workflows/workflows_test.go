package workflows

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// files returns the workflow files.
func files(t *testing.T) []string {
	t.Helper()
	w := repositorytest.Open(t)
	names, err := filepath.Glob(w.Join(".github/workflows/*.yml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("there are no workflows")
	}
	return names
}

// The programs that actionlint would run on scripts are off: whether one is
// installed must not decide whether this test passes.
func TestActionlint(t *testing.T) {
	var out bytes.Buffer
	linter, err := actionlint.NewLinter(&out, &actionlint.LinterOptions{Oneline: true})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := linter.LintFiles(files(t), nil); err != nil {
		t.Fatal(err)
	}
	if out.Len() > 0 {
		t.Error(out.String())
	}
}

var pinned = regexp.MustCompile(`^\s*(?:- )?uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$`)

// A tag can be moved to other code after somebody has read it.
func TestActionsArePinnedByCommit(t *testing.T) {
	for _, name := range files(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for i, line := range strings.Split(string(data), "\n") {
			if strings.Contains(line, "uses:") && !pinned.MatchString(line) {
				t.Errorf("%s:%d: %s: want a commit and its version, as in owner/action@<40 digits> # v1.2.3", filepath.Base(name), i+1, strings.TrimSpace(line))
			}
		}
	}
}

func TestPinned(t *testing.T) {
	const hash = "0123456789abcdef0123456789abcdef01234567"
	for line, want := range map[string]bool{
		"      - uses: actions/checkout@" + hash + " # v1.2.3": true,
		"        uses: owner/repo/path@" + hash + " # v1.2.3":  true,
		"      - uses: actions/checkout@" + hash:               false,
		"      - uses: actions/checkout@v1 # v1.2.3":           false,
		"      - uses: actions/checkout@0123456 # v1.2.3":      false,
		"      - uses: actions/checkout":                       false,
	} {
		if got := pinned.MatchString(line); got != want {
			t.Errorf("%q: %t, want %t", line, got, want)
		}
	}
}

// Every job starts from "may read the code", and none asks for more.
func TestLeastPermissions(t *testing.T) {
	for _, name := range files(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		workflow, errs := actionlint.Parse(data)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", filepath.Base(name), errs)
		}
		check := func(where string, p *actionlint.Permissions) {
			if p.All != nil {
				t.Errorf("%s: %s has permissions for everything: %s", filepath.Base(name), where, p.All.Value)
			}
			for _, s := range p.Scopes {
				if s.Value.Value != "read" && s.Value.Value != "none" {
					t.Errorf("%s: %s may %s %s", filepath.Base(name), where, s.Value.Value, s.Name.Value)
				}
			}
		}
		if workflow.Permissions == nil {
			t.Errorf("%s: no permissions; without them jobs get the repository's default, which may be to write", filepath.Base(name))
			continue
		}
		check("the workflow", workflow.Permissions)
		for id, job := range workflow.Jobs {
			if job.Permissions != nil {
				check("job "+id, job.Permissions)
			}
			if job.TimeoutMinutes == nil {
				t.Errorf("%s: job %s has no timeout-minutes; the default is six hours", filepath.Base(name), id)
			}
		}
	}
}
