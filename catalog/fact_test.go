package catalog_test

import (
	"errors"
	"math"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

func facts() map[string]*catalog.Fact {
	return map[string]*catalog.Fact{"os.type": catalog.OS(), "host.arch": catalog.Arch(), "process.interactive": catalog.Interactive(), "agent": catalog.Agent()}
}

func TestFactsKnowTheirValue(t *testing.T) {
	for key, fact := range facts() {
		a := fact.Of()
		if a.Key != key || fact.Key() != key || fact.Purpose() == "" {
			t.Errorf("%s: key %q, attribute %v, purpose %q", key, fact.Key(), a, fact.Purpose())
		}
		if !slices.Contains(fact.Values(), a.Value) {
			t.Errorf("%s: value %q is none of %q", key, a.Value, fact.Values())
		}
	}
}

func TestAnEventFillsInItsFacts(t *testing.T) {
	c := catalog.New("mytool", "why")
	outcome := c.Enum("outcome", "how it ended", "ok")
	with := c.Event("with", "why", catalog.OS(), outcome, catalog.Agent(), catalog.ExitCode())
	again, without := c.Event("again", "why", catalog.OS()), c.Event("without", "why", outcome)
	if err := c.Err(); err != nil {
		t.Fatal(err)
	}
	var m memory
	rec := newRecorder(t, c, &m)
	if err := errors.Join(
		with.Record(t.Context(), rec, outcome.Of("ok"), catalog.ExitCode().Of(3)),
		again.Record(t.Context(), rec, telemetry.String("os.type", "other")),
		without.Record(t.Context(), rec),
	); err != nil {
		t.Fatal(err)
	}
	for i, want := range []telemetry.Attrs{
		{catalog.Agent().Of(), catalog.OS().Of(), {Key: "outcome", Value: "ok"}, {Key: "process.exit.code", Value: "3-125"}},
		{{Key: "os.type", Value: "other"}},
		{},
	} {
		if got := m.events[i].Attrs; !slices.Equal(got, want) {
			t.Errorf("event %d has %v, want %v", i, got, want)
		}
	}
	if got := notice(t, c); !strings.Contains(got, "- `os.type` (one of `darwin`, ") {
		t.Errorf("the notice does not name what is recorded:\n%s", got)
	}
	ctx := t.Context()
	for want, rec := range map[float64]*telemetry.Recorder{0: nil, 1: newRecorder(t, c, telemetry.NoopSink{})} {
		if n := testing.AllocsPerRun(100, func() { _ = with.Record(ctx, rec, outcome.Of("ok"), catalog.ExitCode().Of(3)) }); n != want {
			t.Errorf("%v allocations, want %v", n, want)
		}
	}
}

func TestAFactsKeyIsItsOwn(t *testing.T) {
	for name, declare := range map[string]func(*catalog.Catalog){
		"before": func(c *catalog.Catalog) { c.Bool("os.type", "why"); c.Event("e", "why", catalog.OS()) },
		"after":  func(c *catalog.Catalog) { c.Event("e", "why", catalog.OS()); c.Bool("os.type", "why") },
	} {
		c := catalog.New("mytool", "why")
		declare(c)
		if c.Err() == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if c := catalog.New("mytool", "why"); c.Event("e", "why", &catalog.Fact{}) == nil || c.Err() == nil {
		t.Error("a Fact without a value was accepted")
	}
}

func TestExitCodes(t *testing.T) {
	values := catalog.ExitCode().Values()
	for code, want := range map[int]string{0: "0", 1: "1", 2: "2", 3: "3-125", 125: "3-125", 126: "126-127", 127: "126-127", 128: "128-255", 255: "128-255", 256: "other", -1: "other", math.MaxInt: "other"} {
		if a := catalog.ExitCode().Of(code); a != telemetry.String("process.exit.code", want) || !slices.Contains(values, want) {
			t.Errorf("%d is recorded as %v, want %s", code, a, want)
		}
	}
}

func TestCodingAgents(t *testing.T) {
	values := catalog.Agent().Values()
	for _, tt := range []struct{ variable, value, word string }{
		{"CLAUDECODE", "1", "claude-code"},
		{"CURSOR_TRACE_ID", "private", "cursor"},
		{"AI_AGENT", "claude-code_1-0", "claude-code"},
		{"AI_AGENT", "Codex", "codex"},
		{"AGENT", "amp", "amp"},
		{"AGENT", "ampere", "other"},
		{"AI_AGENT", "private", "other"},
		{"AI_AGENT", "0", ""},
		{"AGENT", " off ", ""},
		{"CLAUDECODE", " ", ""},
		{"PATH", "claude-code", ""},
	} {
		word, variable, ok := catalog.CodingAgent(func(name string) (string, bool) { return tt.value, name == tt.variable })
		if tt.word == "" {
			if ok || word != "" || variable != "" {
				t.Errorf("%s=%s is taken for %s", tt.variable, tt.value, word)
			}
			continue
		}
		if word != tt.word || variable != tt.variable || !ok || !slices.Contains(values, word) {
			t.Errorf("%s=%s is taken for %q by %q, want %q", tt.variable, tt.value, word, variable, tt.word)
		}
	}
}

// The test's own process shows what a process without a terminal records.
func TestAProcessWithoutATerminalIsNotInteractive(t *testing.T) {
	if os.Getenv("CATALOG_TEST_FACTS") != "" {
		_, _ = os.Stdout.WriteString(catalog.Interactive().Of().Value + " " + catalog.Agent().Of().Value + "\n")
		return
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	cmd.Env = []string{"CATALOG_TEST_FACTS=1", "QWEN_CODE=1", "GOCOVERDIR=" + t.TempDir(), "SYSTEMROOT=" + os.Getenv("SYSTEMROOT")}
	out, err := cmd.CombinedOutput()
	if err != nil || !strings.HasPrefix(string(out), "false qwen-code\n") {
		t.Errorf("recorded %s, %v", out, err)
	}
}
