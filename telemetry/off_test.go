package telemetry_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// untouchable fails the test when anything is asked of it.
type untouchable struct{ t *testing.T }

func (s untouchable) Emit(context.Context, telemetry.Event) error {
	s.t.Error("Emit was called")
	return nil
}

func (s untouchable) Flush(context.Context) error {
	s.t.Error("Flush was called")
	return nil
}

// offRecorders returns every kind of Recorder that must do nothing.
func offRecorders(t *testing.T) map[string]*telemetry.Recorder {
	t.Helper()
	recorders := map[string]*telemetry.Recorder{"nil": nil, "zero": {}}
	for _, policy := range []telemetry.CollectionPolicy{telemetry.Disabled, 2, 17, 255} {
		rec, err := telemetry.New(telemetry.Config{
			Tool: "mytool", ToolVersion: "1.4.0", Policy: policy, Salt: "salt", Sink: untouchable{t},
			MachineID: func(string) string { t.Error("MachineID was called"); return "id" },
			Redact:    func(string) string { t.Error("Redact was called"); return "" },
		})
		if err != nil {
			t.Fatal(err)
		}
		recorders[fmt.Sprintf("policy %d", policy)] = rec
	}
	failed, err := telemetry.New(telemetry.Config{})
	if err == nil {
		t.Fatal("New accepted an empty Config")
	}
	recorders["failed construction"] = failed
	return recorders
}

func TestOffDoesNothing(t *testing.T) {
	ctx := t.Context()
	for name, rec := range offRecorders(t) {
		t.Run(name, func(t *testing.T) {
			for call, err := range map[string]error{
				"Record":              rec.Record(ctx, "any", telemetry.String("k", "v")),
				"Record, bad name":    rec.Record(ctx, ""),
				"Record, nil context": rec.Record(nil, "any"), //nolint:staticcheck // a forgotten context must not panic either
				"RecordEvent":         rec.RecordEvent(ctx, telemetry.Event{Name: "any", Args: "a"}),
				"Flush":               rec.Flush(ctx),
			} {
				if err != nil {
					t.Errorf("%s returned %v", call, err)
				}
			}
			if rec.Policy() != telemetry.Disabled {
				t.Errorf("Policy returned %v", rec.Policy())
			}
			if got, want := rec.String(), "telemetry.Recorder(disabled)"; got != want {
				t.Errorf("String returned %q, want %q", got, want)
			}
		})
	}
}

func TestDisabledDoesNotEmit(t *testing.T) {
	sink := &keepSink{}
	cfg := enabledConfig(sink)
	cfg.Policy = telemetry.Disabled
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Record(t.Context(), "should.not.emit"); err != nil {
		t.Error(err)
	}
	if len(sink.events) != 0 {
		t.Errorf("the sink has %d events", len(sink.events))
	}
}

func TestOffAllocatesNothing(t *testing.T) {
	ctx := t.Context()
	// The values are not constants, so that the compiler cannot build the attributes beforehand.
	k, v := t.Name(), t.Name()+"."
	a := func(s string) telemetry.Attr { return telemetry.String(k, s) }
	for name, rec := range offRecorders(t) {
		for _, tt := range []struct {
			attrs  string
			record func()
		}{
			{"0", func() { _ = rec.Record(ctx, k) }},
			{"2", func() { _ = rec.Record(ctx, k, a(v), a(k)) }},
			{"8", func() { _ = rec.Record(ctx, k, a(v), a(k), a(v), a(k), a(v), a(k), a(v), a(k)) }},
			{"20", func() {
				_ = rec.Record(ctx, k, a(v), a(k), a(v), a(k), a(v), a(k), a(v), a(k), a(v), a(k),
					a(v), a(k), a(v), a(k), a(v), a(k), a(v), a(k), a(v), a(k))
			}},
			{"event", func() { _ = rec.RecordEvent(ctx, telemetry.Event{Name: k, Args: v, ErrMsg: v}) }},
			{"flush", func() { _ = rec.Flush(ctx) }},
		} {
			if n := testing.AllocsPerRun(100, tt.record); n != 0 {
				t.Errorf("%s, %s: %v allocations, want 0", name, tt.attrs, n)
			}
		}
	}
}

// On, the attributes that the sink may keep are all that is allocated.
func TestOnAllocatesOnce(t *testing.T) {
	ctx := t.Context()
	for _, n := range []int{0, 2, 8, 20, 64} {
		attrs := attrsOf(n)
		for name, v := range map[string]telemetry.Vocabulary{"declared words": fixedWords{}, "free text": nil} {
			cfg := enabledConfig(telemetry.NoopSink{})
			cfg.Vocabulary = v
			rec, err := telemetry.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			_ = rec.Record(ctx, "any", attrs...) // keys are known then
			if got := testing.AllocsPerRun(100, func() { _ = rec.Record(ctx, "any", attrs...) }); got > 1 {
				t.Errorf("%d attributes, %s: %v allocations, want 1", n, name, got)
			}
		}
	}
}

// fixedWords is a Vocabulary that takes every value for one of a closed set.
type fixedWords struct{}

func (fixedWords) Check(string, []telemetry.Attr) (uint64, error) { return ^uint64(0), nil }
