package telemetry_test

import (
	"context"
	"sync"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

const testMachineID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// keepSink keeps events as they arrive.
type keepSink struct {
	mu      sync.Mutex
	events  []telemetry.Event
	flushes int
}

func (s *keepSink) Emit(_ context.Context, e telemetry.Event) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
	return nil
}

func (s *keepSink) Flush(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.flushes++
	return nil
}

// only returns the one event of s, and fails the test if there is not one.
func (s *keepSink) only(t *testing.T) telemetry.Event {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.events) != 1 {
		t.Fatalf("the sink has %d events, want 1", len(s.events))
	}
	return s.events[0]
}

func enabledConfig(s telemetry.Sink) telemetry.Config {
	return telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return testMachineID },
		Sink:        s,
	}
}

func newRecorder(t testing.TB, s telemetry.Sink) *telemetry.Recorder {
	t.Helper()
	rec, err := telemetry.New(enabledConfig(s))
	if err != nil {
		t.Fatal(err)
	}
	return rec
}

func encode(t testing.TB, e telemetry.Event) string {
	t.Helper()
	line, err := e.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(line)
}
