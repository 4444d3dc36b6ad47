package declared_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/telemetry"
)

const example = `{
	"tool": "mytool", "key": "k",
	"attributes": {"command": {"purpose": "which command ran", "values": ["deploy", "status"]}, "took": {"purpose": "how long"}},
	"events": {"command.invoke": {"purpose": "one run", "attributes": ["command", "took"]}, "bare": {"purpose": "no attributes"}}
}`

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

func TestMistakesInAFileAreNamed(t *testing.T) {
	for text, want := range map[string]string{
		`{}`:                       "tool",
		`[]`:                       "cannot unmarshal",
		`{"tool":"x","evnts":{}}`:  "evnts",
		`{"tool":"x"}{"tool":"y"}`: "more than one",
		`{"tool":"x","events":{"e":{"purpose":"p","attributes":["a"]}}}`: `"a"`,
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
