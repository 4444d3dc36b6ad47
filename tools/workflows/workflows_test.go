package workflows

import (
	"bytes"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/rhysd/actionlint"

	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// files returns the workflow files.
func files(t *testing.T) []string {
	t.Helper()
	w := repositorytest.Open(t)
	names, err := filepath.Glob(w.Join(".github/workflows/*"))
	if err != nil {
		t.Fatal(err)
	}
	// GitHub runs both endings.
	names = slices.DeleteFunc(names, func(name string) bool {
		return filepath.Ext(name) != ".yml" && filepath.Ext(name) != ".yaml"
	})
	if len(names) == 0 {
		t.Fatal("there are no workflows")
	}
	return names
}

// runs is what each workflow is for, and the event that it runs on. A check that
// nothing starts is missed by nobody.
var runs = map[string]string{
	"ci.yml":      "pull_request", // before a change goes in
	"fuzz.yml":    "schedule",     // what takes longer than a pull request can wait
	"release.yml": "push",         // of a tag
	"soak.yml":    "schedule",
}

func TestEveryWorkflowIsThere(t *testing.T) {
	want := maps.Clone(runs)
	for _, name := range files(t) {
		file := filepath.Base(name)
		event, ok := want[file]
		if !ok {
			t.Errorf("the table does not have %s", file)
			continue
		}
		delete(want, file)
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		workflow, errs := actionlint.Parse(data)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", file, errs)
		}
		if !slices.ContainsFunc(workflow.On, func(e actionlint.Event) bool { return e.EventName() == event }) {
			t.Errorf("%s does not run on %s", file, event)
		}
	}
	for file := range want {
		t.Errorf("there is no %s", file)
	}
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

// writes is what jobs may write, and why, by the workflow's file and the job.
var writes = map[string]map[string]string{
	"release.yml publish": {
		"attestations": "keeps the statement of which workflow made the module's archive from which commit",
		"contents":     "publishes the release's notes",
		"id-token":     "proves to the signer that the statement is this workflow's",
	},
}

// Every job starts from "may read the code", and none asks for more but for those
// in the table.
// All tests include the rehearsal of a release, which reads the tags: a shallow clone
// has none.
func TestCheckoutHasTheTags(t *testing.T) {
	needs := regexp.MustCompile(`\.ci/run|go test( .*)? work\b|tools/selective`)
	found := 0
	for _, name := range files(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		workflow, errs := actionlint.Parse(data)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", name, errs)
		}
		for id, job := range workflow.Jobs {
			var tested, whole bool
			for _, step := range job.Steps {
				switch exec := step.Exec.(type) {
				case *actionlint.ExecRun:
					tested = tested || needs.MatchString(exec.Run.Value)
				case *actionlint.ExecAction:
					depth := exec.Inputs["fetch-depth"]
					whole = whole || strings.HasPrefix(exec.Uses.Value, "actions/checkout@") && depth != nil && depth.Value.Value == "0"
				}
			}
			if tested {
				found++
			}
			if tested && !whole {
				t.Errorf("%s: job %s runs the tests that read the tags; give its actions/checkout fetch-depth: 0", filepath.Base(name), id)
			}
		}
	}
	if found == 0 {
		t.Error("no job runs the tests")
	}
}

func TestLeastPermissions(t *testing.T) {
	used := map[string]bool{}
	for _, name := range files(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Base(name)
		workflow, errs := actionlint.Parse(data)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", file, errs)
		}
		if workflow.Permissions == nil {
			t.Errorf("%s: no permissions; without them jobs get the repository's default, which may be to write", file)
			continue
		}
		for _, finding := range excess(workflow.Permissions, nil, used, "") {
			t.Errorf("%s: the workflow %s", file, finding)
		}
		for id, job := range workflow.Jobs {
			key := file + " " + id
			for _, finding := range excess(job.Permissions, writes[key], used, key) {
				t.Errorf("%s: job %s %s", file, id, finding)
			}
			if job.TimeoutMinutes == nil {
				t.Errorf("%s: job %s has no timeout-minutes; the default is six hours", file, id)
			}
		}
	}
	for key, scopes := range writes {
		for scope := range scopes {
			if !used[key+" "+scope] {
				t.Errorf("the table lets %s write %s, which it does not ask for; remove the entry", key, scope)
			}
		}
	}
}

// excess returns what permissions allow beyond reading and beyond the table, and
// notes which of its entries are used.
func excess(p *actionlint.Permissions, allowed map[string]string, used map[string]bool, key string) []string {
	if p == nil {
		return nil
	}
	var out []string
	if p.All != nil {
		out = append(out, "has permissions for everything: "+p.All.Value)
	}
	for _, s := range p.Scopes {
		if s.Value.Value == "read" || s.Value.Value == "none" {
			continue
		}
		used[key+" "+s.Name.Value] = true
		if allowed[s.Name.Value] == "" {
			out = append(out, "may "+s.Value.Value+" "+s.Name.Value)
		}
	}
	return out
}

func TestExcess(t *testing.T) {
	for text, want := range map[string]int{
		"{}":                                     0,
		"{contents: read}":                       0,
		"{contents: none}":                       0,
		"{contents: write}":                      1,
		"{packages: write}":                      0,
		"{packages: write, id-token: write}":     1,
		"{contents: write, id-token: write}":     2,
		"{contents: read, pull-requests: write}": 1,
		"write-all":                              1,
	} {
		workflow, errs := actionlint.Parse([]byte("on: push\npermissions: " + text + "\njobs: {a: {runs-on: x, steps: [{run: x}]}}\n"))
		if len(errs) > 0 {
			t.Fatalf("%s: %v", text, errs)
		}
		got := excess(workflow.Permissions, map[string]string{"packages": "is allowed"}, map[string]bool{}, "")
		if len(got) != want {
			t.Errorf("%s: %q, want %d findings", text, got, want)
		}
	}
}

// A script with an expression in it runs what whoever names a branch or a tag
// writes there; the environment is only text.
func TestScriptsHaveNoNamesInThem(t *testing.T) {
	for _, name := range files(t) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		workflow, errs := actionlint.Parse(data)
		if len(errs) > 0 {
			t.Fatalf("%s: %v", filepath.Base(name), errs)
		}
		for id, job := range workflow.Jobs {
			for _, step := range job.Steps {
				run, ok := step.Exec.(*actionlint.ExecRun)
				if ok && strings.Contains(run.Run.Value, "${{") {
					t.Errorf("%s: job %s has an expression in a script: %s; pass it by env", filepath.Base(name), id, run.Run.Value)
				}
			}
		}
	}
}
