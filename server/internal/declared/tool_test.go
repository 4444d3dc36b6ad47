package declared_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/telemetry"
)

const example = `{"schema": 1, "tool": "mytool", "key": "k", "notice": "n", "purpose": "p", "events": [
	{"name": "command.invoke", "purpose": "one run", "attributes": [
		{"key": "command", "kind": "enum", "purpose": "which command ran", "values": ["deploy", "status"], "allowed": "a command"},
		{"key": "took", "kind": "text", "purpose": "how long", "values": null, "allowed": "any"}]},
	{"name": "install", "purpose": "once", "attributes": [{"key": "command", "purpose": "which command asked", "values": ["setup"]}]},
	{"name": "bare", "purpose": "no attributes", "attributes": []}
]}`

func TestOnlyWhatIsDeclaredIsAllowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mytool.json")
	if err := os.WriteFile(path, []byte(example), 0o600); err != nil {
		t.Fatal(err)
	}
	tool, err := declared.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name    string
		event   telemetry.Event
		allowed bool
	}{
		{"all of it", telemetry.Event{Name: "command.invoke", Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "took", Value: "<1s"}}}, true},
		{"a part", telemetry.Event{Name: "command.invoke"}, true},
		{"without attributes", telemetry.Event{Name: "bare"}, true},
		{"a value of another event", telemetry.Event{Name: "install", Attrs: telemetry.Attrs{{Key: "command", Value: "setup"}}}, true},
		{"another value", telemetry.Event{Name: "command.invoke", Attrs: telemetry.Attrs{{Key: "command", Value: "secretproject"}}}, false},
		{"another attribute", telemetry.Event{Name: "bare", Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}}}, false},
		{"another event", telemetry.Event{Name: "other"}, false},
	} {
		if got := tool.Allows(&tt.event); got != tt.allowed {
			t.Errorf("%s: %v", tt.name, got)
		}
	}
	if open, err := declared.Parse([]byte(`{"tool":"x"}`)); err != nil || !open.Allows(&telemetry.Event{Name: "whatever"}) {
		t.Errorf("a tool without events: %v", err)
	}
}

func TestTheWordsAreThoseOfWhatIsTaken(t *testing.T) {
	tool, err := declared.Parse([]byte(`{"tool": "x", "events": [
		{"name": "a", "attributes": [{"key": "one", "values": ["v"], "allowed": "one of v"}, {"key": "both", "values": ["v"], "allowed": "one of v"}, {"key": "any", "allowed": "a command"}]},
		{"name": "b", "attributes": [{"key": "both", "allowed": "a command"}, {"key": "any", "values": ["v"], "allowed": "one of v"}]}]}`))
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"one": "one of v", "both": "a command", "any": "a command"} {
		if a := tool.Attributes[key]; a.Allowed != want || (a.Values == nil) != (want == "a command") {
			t.Errorf("%s: %+v", key, a)
		}
	}
}

func TestMistakesInAFileAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                       "tool",
		`[]`:                       "cannot unmarshal",
		`{"tool":"x","evnts":[]}`:  "evnts",
		`{"tool":"x"}{"tool":"y"}`: "more than one",
		`{"tool":"x","schema":2}`:  "update it",
		`{"tool":"x","events":[{"name":"e"},{"name":"e"}]}`: "twice",
	} {
		if _, err := declared.Parse([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	large := filepath.Join(t.TempDir(), "large.json")
	if err := os.WriteFile(large, make([]byte, 1<<20+1), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{large, filepath.Join(t.TempDir(), "none.json"), t.TempDir()} {
		if _, err := declared.ReadFile(path); err == nil {
			t.Errorf("%s was read", path)
		}
	}
}
