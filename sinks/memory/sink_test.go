package memorysink_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	memorysink "github.com/optin-go/optin/sinks/memory"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func event(name string) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m", TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC),
		Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}},
	}
}

func TestSinkKeepsThePromisesOfSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		s := memorysink.New()
		return sinktest.Subject{
			Sink:   s,
			Events: func() ([]telemetry.Event, error) { return s.Snapshot(), nil },
		}, nil
	})
}

func TestMemoryRecords(t *testing.T) {
	var s memorysink.Sink // the zero value is ready
	if got := s.Snapshot(); got == nil || len(got) != 0 || s.Len() != 0 {
		t.Errorf("a new Sink has %v, %d events", got, s.Len())
	}
	for _, name := range []string{"first", "second"} {
		if err := s.Emit(t.Context(), event(name)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Error(err)
	}
	got := s.Snapshot()
	if s.Len() != 2 || len(got) != 2 || got[0].Name != "first" || got[1].Name != "second" {
		t.Errorf("the Sink has %d events: %v", s.Len(), got)
	}
	if v, ok := got[1].Attrs.Get("command"); !ok || v != "deploy" {
		t.Errorf("the attribute is %q, %v", v, ok)
	}
}

func TestSnapshotIsTheCallersOwn(t *testing.T) {
	var s memorysink.Sink
	e := event("any")
	if err := s.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	e.Attrs[0].Value = "changed after Emit"
	snapshot := s.Snapshot()
	snapshot[0].Name = "changed"
	snapshot[0].Attrs[1].Value = "changed"
	kept := s.Snapshot()[0]
	for key, want := range map[string]string{"command": "deploy", "outcome": "ok"} {
		if got, _ := kept.Attrs.Get(key); got != want {
			t.Errorf("the Sink's own %s is %q, want %q", key, got, want)
		}
	}
	if kept.Name != "any" {
		t.Errorf("the Sink's own event is named %q", kept.Name)
	}
}

func TestResetDropsAll(t *testing.T) {
	var s memorysink.Sink
	for range 3 {
		if err := s.Emit(t.Context(), event("any")); err != nil {
			t.Fatal(err)
		}
	}
	before := s.Snapshot()
	s.Reset()
	if s.Len() != 0 || len(s.Snapshot()) != 0 {
		t.Errorf("after Reset, the Sink has %d events", s.Len())
	}
	if err := s.Emit(t.Context(), event("next")); err != nil {
		t.Fatal(err)
	}
	if s.Len() != 1 || before[0].Name != "any" {
		t.Error("Reset reached into an older snapshot, or the Sink cannot be used again")
	}
}

// An event that a test emits itself is kept as it is: nothing leaves the process.
func TestSinkDoesNotRedact(t *testing.T) {
	var s memorysink.Sink
	e := event("any")
	e.Args = "--password=planted"
	if err := s.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if got := s.Snapshot()[0].Args; !strings.Contains(got, "planted") {
		t.Errorf("Args are %q", got)
	}
}

func TestSinkIsSafeForConcurrentUse(t *testing.T) {
	var s memorysink.Sink
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if err := s.Emit(t.Context(), event("any")); err != nil {
					t.Error(err)
				}
				for _, e := range s.Snapshot() {
					e.Attrs[0].Value = "mine"
				}
				_ = s.Len()
			}
		})
	}
	wg.Wait()
	if s.Len() != 8*50 {
		t.Errorf("the Sink has %d events, want %d", s.Len(), 8*50)
	}
}

// BenchmarkEmit keeps an event. Its floor is the append of an event alone.
func BenchmarkEmit(b *testing.B) {
	e := event("any")
	ctx := b.Context()
	b.Run("append", func(b *testing.B) {
		b.ReportAllocs()
		var events []telemetry.Event
		for b.Loop() {
			if len(events) == 1000 {
				events = nil
			}
			events = append(events, e.Clone())
		}
	})
	b.Run("emit", func(b *testing.B) {
		b.ReportAllocs()
		var s memorysink.Sink
		for n := 0; b.Loop(); n++ {
			if n%1000 == 0 {
				s.Reset()
			}
			_ = s.Emit(ctx, e)
		}
	})
}
