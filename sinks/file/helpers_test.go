package filesink_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// recorded returns an event as a Recorder makes it.
func recorded(t testing.TB, name string, attrs ...telemetry.Attr) telemetry.Event {
	t.Helper()
	var got telemetry.Event
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.2.3", Policy: telemetry.Enabled, Salt: "mytool.test",
		MachineID: func(string) string { return strings.Repeat("a759226c9913d48c", 4) },
		Sink:      telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error { got = e; return nil }),
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Record(context.Background(), name, attrs...); err != nil {
		t.Fatal(err)
	}
	return got
}

// readEvents returns the events in the file, which must hold nothing else.
func readEvents(t testing.TB, path string) []telemetry.Event {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var events []telemetry.Event
	for line := range strings.Lines(string(data)) {
		var e telemetry.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil || !strings.HasSuffix(line, "\n") {
			t.Fatalf("not a line of an event (%v): %.80q…", err, line)
		}
		events = append(events, e)
	}
	return events
}

// names returns the names of events, joined.
func names(events []telemetry.Event) string {
	var all []string
	for _, e := range events {
		all = append(all, e.Name)
	}
	return strings.Join(all, " ")
}

// emit emits an event of that name, which must work.
func emit(t testing.TB, sink telemetry.Sink, name string) {
	t.Helper()
	if err := sink.Emit(context.Background(), telemetry.Event{Name: name}); err != nil {
		t.Fatalf("event %s: %v", name, err)
	}
}

// emitFails emits an event, which must fail as an I/O error, and returns the
// error.
func emitFails(t testing.TB, sink telemetry.Sink) error {
	t.Helper()
	err := sink.Emit(context.Background(), telemetry.Event{Name: "refused"})
	var typed *telemetry.Error
	if !errors.As(err, &typed) || !errors.Is(err, telemetry.ErrIO) {
		t.Fatalf("Emit returned %v, want a *telemetry.Error of the kind ErrIO", err)
	}
	return err
}

func write(t testing.TB, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
