package features

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/cucumber/godog"
)

// The names that the specification gives its scenarios.
var specified = []string{
	"S1 — Disabled context emits nothing",
	"S2 — Enabled context emits one event",
	"S3 — record_with_attrs attaches the attrs map",
	"S4 — Two sequential records appear in order",
	"S5 — FileSink writes JSONL",
	"S6 — MachineId::derive with a fixed salt is stable",
	"S7 — FileSink redacts args and err_msg before writing to disk",
	"S8 — HttpSink posts redacted JSON to the configured endpoint",
	"S9 — OtlpSink rejects an endpoint with no recognised scheme",
}

// A scenario's name is all that its snapshots, a report and a reader know it by.
func TestScenarioNames(t *testing.T) {
	all, err := godog.TestSuite{Options: &godog.Options{Paths: []string{allFeatures}}}.RetrieveFeatures()
	if err != nil {
		t.Fatal(err)
	}
	where := map[string]string{}
	spec := map[string]bool{}
	for _, f := range all {
		for _, p := range f.Pickles {
			if other, ok := where[slug(p.Name)]; ok {
				t.Errorf("%s and %s have a scenario %q; in an outline, put what differs into the name", other, f.Uri, p.Name)
			}
			where[slug(p.Name)] = f.Uri
			for _, tag := range p.Tags {
				if tag.Name == "@spec" {
					spec[p.Name] = true
				}
			}
		}
	}
	for _, name := range specified {
		if !spec[name] {
			t.Errorf("no scenario with the tag @spec is called %q", name)
		}
	}
	if len(spec) != len(specified) {
		t.Errorf("%d scenarios have the tag @spec, want %d", len(spec), len(specified))
	}
}

// What a suite must not take for a success.
func TestSuiteFails(t *testing.T) {
	withMore := func(sc *godog.ScenarioContext) {
		s := initializeScenario(sc)
		sc.Step(`^a step that cannot be undone$`, func() {
			s.t.AtEnd(func() error { return errors.New("it is still there") })
		})
		sc.Step(`^a step that is pending$`, func() error { return godog.ErrPending })
		sc.Step(`^a step that panics$`, func() { panic("out of order") })
		sc.Step(`^a step that (.*) and ambiguous$`, func(string) {})
		sc.Step(`^a step that is (.*) and ambiguous$`, func(string) {})
	}
	for name, c := range map[string]struct {
		steps string
		says  string // "" if the suite must succeed
	}{
		"a scenario that holds":     {"Given a Recorder with a memory sink and Enabled policy\nWhen I record \"one\"\nThen the sink has 1 event", ""},
		"a scenario that does not":  {"Given a Recorder with a memory sink and Enabled policy\nWhen I record \"one\"\nThen the sink has 2 events", "the sink has 1 events"},
		"a step that nobody wrote":  {"Given nobody wrote this step", "1 undefined"},
		"a step that is pending":    {"Given a step that is pending", "1 pending"},
		"a step that panics":        {"Given a step that panics", "out of order"},
		"an end that fails":         {"Given a step that cannot be undone", "it is still there"},
		"a step of two definitions": {"Given a step that is undecided and ambiguous", "1 ambiguous"},
		"a scenario without steps":  {"", "1 undefined"},
		"an action that fails":      {"Given a Recorder with a memory sink and Enabled policy\nWhen I record \"\"\nThen the sink has 0 events", "has no name"},
		"a failure that is missing": {"Given a Recorder with a memory sink and Enabled policy\nWhen I try to record \"one\"\nThen it fails with a rejection that mentions \"name\"", "it did not fail"},
	} {
		t.Run(name, func(t *testing.T) {
			var out bytes.Buffer
			o := options
			o.Paths, o.Tags, o.Format, o.Output = nil, "", "progress", &out
			o.FeatureContents = []godog.Feature{{Name: "trial.feature", Contents: []byte("Feature: Trial\nScenario: Trial\n" + c.steps + "\n")}}
			code := godog.TestSuite{Name: "trial", Options: &o, ScenarioInitializer: withMore}.Run()
			if failed := code != 0; failed != (c.says != "") || !strings.Contains(out.String(), c.says) {
				t.Errorf("godog ended with %d, want it to fail with %q:\n%s", code, c.says, out.String())
			}
		})
	}
}
