package telemetry_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

var fixture = flag.String("fixture", "", "write the events of this released `version`, such as v0.1.0, to testdata")

// Events outlive the version that wrote them, in queues, logs and tables: testdata
// has some of each released version, and none of it may be changed. What is read is
// written again as it was, so that an event that waited for an update to be
// delivered is the same event.
func TestEventsOfEarlierVersions(t *testing.T) {
	if *fixture != "" {
		var text strings.Builder
		for _, e := range goldenEvents {
			text.WriteString(encode(t, e) + "\n")
		}
		name := filepath.Join("testdata", *fixture, "events.jsonl")
		if err := os.Mkdir(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	names, err := filepath.Glob("testdata/v*.*.*/events.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Fatal("testdata has no events of released versions")
	}
	for _, name := range names {
		t.Run(filepath.Base(filepath.Dir(name)), func(t *testing.T) {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			lines := slices.Collect(strings.Lines(string(text)))
			if len(lines) < 3 {
				t.Fatalf("%s has %d lines, want some with all fields, with the fewest, and with escapes", name, len(lines))
			}
			for i, line := range lines {
				var e telemetry.Event
				if err := json.Unmarshal([]byte(line), &e); err != nil {
					t.Fatalf("line %d: %v", i+1, err)
				}
				// What stood for bytes that are no text has become a character.
				got := strings.ReplaceAll(encode(t, e), "\uFFFD", `\ufffd`)
				if want := strings.ReplaceAll(strings.TrimSuffix(line, "\n"), "\uFFFD", `\ufffd`); got != want {
					t.Errorf("line %d is written again as\n%s, want\n%s", i+1, got, want)
				}
			}
		})
	}
}
