package rules

import (
	"os"
	"strings"
	"testing"

	"github.com/optin-go/optin/tools/internal/repository"
	"github.com/optin-go/optin/tools/internal/repositorytest"
)

// report fails the test with each finding.
func report(t *testing.T, findings []Finding) {
	t.Helper()
	for _, f := range findings {
		t.Error(f)
	}
}

// sources returns the Go files of modules, tests too.
func sources(t *testing.T, w *repository.Workspace, modules []*repository.Module) []*repository.Source {
	t.Helper()
	var out []*repository.Source
	for _, m := range modules {
		s, err := w.Sources(m)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s...)
	}
	return out
}

func TestPublishedCode(t *testing.T) {
	w := repositorytest.Open(t)
	for _, s := range sources(t, w, w.Published()) {
		if s.Test {
			continue
		}
		report(t, Calls(s))
		report(t, Inits(s))
		report(t, Imports(s, Bans))
		report(t, Documented(s))
		report(t, EveryPort(s))
	}
}

// Why Windows' calls are variables.
const procedure = "names a procedure of Windows, which is looked up when it is called"

// reasons is why published packages have variables that are neither errors nor
// tables, by the package's directory. None of them changes once it has a value.
var reasons = map[string]map[string]string{
	"machineid": {"host": "reads the operating system's ID once a process, when it is asked for"},
	"redact":    {"local": "looks up the names of user and host once a process, when it is asked for"},
	"sinks/file": {
		"getFileInformationByHandleEx": procedure,
		"kernel32":                     "is the library of Windows that has the procedures",
		"lockFileEx":                   procedure,
		"unlockFileEx":                 procedure,
	},
	"sinks/spool": {
		"eventKeys":    "is given to the decoder, which reads it",
		"stateKeys":    "is given to the decoder, which reads it",
		"kernel32":     "is the library of Windows that has the procedures",
		"lockFileEx":   procedure,
		"unlockFileEx": procedure,
	},
	"telemetrycmd":       {"sorting": "is a lock, for cobra has one switch for all trees"},
	"telemetry":          {"isPlain": "is a table that a loop fills in when the program starts"},
	"telemetry/sinktest": {"epoch": "is a time, for which there are no constants"},
}

func TestPublishedPackagesHaveNoState(t *testing.T) {
	w := repositorytest.Open(t)
	packages := map[string][]*repository.Source{}
	for _, s := range sources(t, w, w.Published()) {
		if !s.Test {
			packages[s.Dir()] = append(packages[s.Dir()], s)
		}
	}
	for dir, p := range packages {
		report(t, State(p, reasons[dir]))
	}
	for dir := range reasons {
		if packages[dir] == nil {
			t.Errorf("the table has reasons for %s, which is no package of a published module", dir)
		}
	}
}

func TestAllCode(t *testing.T) {
	w := repositorytest.Open(t)
	packages := map[string][]*repository.Source{}
	for _, s := range sources(t, w, w.Modules) {
		report(t, PackageNames(s))
		text, err := os.ReadFile(w.Join(s.Name))
		if err != nil {
			t.Fatal(err)
		}
		report(t, Unfinished(s.Name, string(text)))
		if !strings.HasSuffix(s.AST.Name.Name, "_test") {
			packages[s.Dir()] = append(packages[s.Dir()], s)
		}
	}
	for _, p := range packages {
		report(t, PackageComments(p))
	}
}

func TestLinkedPackages(t *testing.T) {
	w := repositorytest.Open(t)
	for _, port := range []string{"linux/amd64", "darwin/arm64", "windows/amd64"} {
		packages, err := w.List(port, repository.Patterns(w.Published())...)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range w.Published() {
			for _, from := range packages.In(m.Path()) {
				dir := m.Dir + strings.TrimPrefix(from, m.Path())
				for _, b := range Bans {
					if !b.Linked || !b.applies(dir) {
						continue
					}
					if chain := packages.Chain(from, b.Import); chain != nil {
						t.Errorf("%s: %s: %s", port, strings.Join(chain, " imports "), b.Why)
					}
				}
			}
		}
	}
}
