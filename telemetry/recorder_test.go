package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/optin-go/optin/telemetry"
)

func TestSinkIsUsableAsAnInterfaceValue(t *testing.T) {
	for _, s := range []telemetry.Sink{
		telemetry.NoopSink{},
		telemetry.SinkFunc(func(context.Context, telemetry.Event) error { return nil }),
		telemetry.Tee(),
		&keepSink{},
	} {
		if err := newRecorder(t, s).Record(t.Context(), "any"); err != nil {
			t.Errorf("%T: %v", s, err)
		}
	}
}

func TestNoopIsOk(t *testing.T) {
	var s telemetry.NoopSink
	if err := s.Emit(t.Context(), telemetry.Event{}); err != nil {
		t.Errorf("Emit returned %v", err)
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Errorf("Flush returned %v", err)
	}
}

func TestEnabledEmits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &keepSink{}
		rec := newRecorder(t, sink)
		if rec.Policy() != telemetry.Enabled {
			t.Errorf("Policy returned %v", rec.Policy())
		}
		time.Sleep(90*time.Minute + time.Nanosecond)
		if err := rec.Record(t.Context(), "command.invoke"); err != nil {
			t.Fatal(err)
		}
		e := sink.only(t)
		for field, got := range map[string][2]string{
			"Name":         {e.Name, "command.invoke"},
			"Tool":         {e.Tool, "mytool"},
			"ToolVersion":  {e.ToolVersion, "1.4.0"},
			"MachineID":    {e.MachineID, testMachineID},
			"TimestampUTC": {e.TimestampUTC.Format(time.RFC3339Nano), "2000-01-01T01:30:00.000000001Z"},
			"location":     {e.TimestampUTC.Location().String(), "UTC"},
			"Args":         {e.Args, ""},
			"ErrMsg":       {e.ErrMsg, ""},
		} {
			if got[0] != got[1] {
				t.Errorf("%s is %q, want %q", field, got[0], got[1])
			}
		}
		if e.ID.IsZero() {
			t.Error("ID is zero")
		}
	})
}

func TestTimeHasNoMonotonicReading(t *testing.T) {
	sink := &keepSink{}
	if err := newRecorder(t, sink).Record(t.Context(), "any"); err != nil {
		t.Fatal(err)
	}
	if at := sink.only(t).TimestampUTC; at != at.Round(0) {
		t.Errorf("%v has a monotonic reading, which no encoding keeps", at)
	}
}

func TestAttributesArrive(t *testing.T) {
	sink := &keepSink{}
	err := newRecorder(t, sink).Record(t.Context(), "with.attrs",
		telemetry.String("outcome", "first"), telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"))
	if err != nil {
		t.Fatal(err)
	}
	want := telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}}
	if got := sink.only(t).Attrs; !slices.Equal(got, want) {
		t.Errorf("Attrs are %v, want %v", got, want)
	}
}

func TestRecorderIsShareable(t *testing.T) { recordFromMany(t, 64, 4) }

func TestManyGoroutinesHaveUniqueIDs(t *testing.T) { recordFromMany(t, 1000, 3) }

func recordFromMany(t *testing.T, goroutines, each int) {
	t.Helper()
	sink := &keepSink{}
	rec := newRecorder(t, sink)
	var wg sync.WaitGroup
	for range goroutines {
		wg.Go(func() {
			for range each {
				if err := rec.Record(t.Context(), "any", telemetry.String("k", "v")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	ids := map[telemetry.ID]bool{}
	for _, e := range sink.events {
		ids[e.ID] = true
	}
	if len(sink.events) != goroutines*each || len(ids) != goroutines*each {
		t.Errorf("%d events with %d IDs, want %d of each", len(sink.events), len(ids), goroutines*each)
	}
}

func TestRecordEventOverwritesIdentity(t *testing.T) {
	sink := &keepSink{}
	forged := telemetry.Event{
		Name: "command.invoke", Tool: "other", ToolVersion: "9", MachineID: "somebody else", TimestampUTC: time.Unix(1, 0),
		ID: telemetry.ID{1}, Args: "deploy --fast", ErrMsg: "no such target", Attrs: telemetry.Attrs{{Key: "k", Value: "v"}},
	}
	if err := newRecorder(t, sink).RecordEvent(t.Context(), forged); err != nil {
		t.Fatal(err)
	}
	e := sink.only(t)
	if e.Tool != "mytool" || e.ToolVersion != "1.4.0" || e.MachineID != testMachineID {
		t.Errorf("identity is %q %q %q", e.Tool, e.ToolVersion, e.MachineID)
	}
	if e.TimestampUTC.Equal(forged.TimestampUTC) || e.ID == forged.ID {
		t.Error("time or ID was taken from the caller")
	}
	if e.Args != forged.Args || e.ErrMsg != forged.ErrMsg || !slices.Equal(e.Attrs, forged.Attrs) {
		t.Errorf("Args, ErrMsg, Attrs are %q %q %v", e.Args, e.ErrMsg, e.Attrs)
	}
}

func TestNoSinkSeesUnredactedText(t *testing.T) {
	const credential = "ghp_" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	sink := &keepSink{}
	cfg := enabledConfig(sink)
	cfg.Redact = func(s string) string { return strings.ReplaceAll(s, "Project X", "a project") }
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	err = rec.RecordEvent(t.Context(), telemetry.Event{
		Name: "any", Args: "deploy Project X --token " + credential, ErrMsg: "Project X: Bearer " + credential,
		Attrs: telemetry.Attrs{{Key: "note", Value: "Project X " + credential}, {Key: "password", Value: "hunter"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	line := encode(t, sink.only(t))
	for _, unwanted := range []string{credential, "Project X", "hunter"} {
		if strings.Contains(line, unwanted) {
			t.Errorf("the sink saw %q: %s", unwanted, line)
		}
	}
	if !strings.Contains(line, "a project") {
		t.Errorf("Config.Redact had no effect: %s", line)
	}
}

func TestRedactThatPanicsRevealsNothing(t *testing.T) {
	sink := &keepSink{}
	cfg := enabledConfig(sink)
	cfg.Redact = func(string) string { panic("a bug") }
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := rec.Record(t.Context(), "any", telemetry.String("k", "private")); err != nil {
		t.Fatal(err)
	}
	if v, _ := sink.only(t).Attrs.Get("k"); strings.Contains(v, "private") {
		t.Errorf("the sink saw %q", v)
	}
}

func TestNewNamesTheMissingField(t *testing.T) {
	const value = "Zq-configured-value"
	full := telemetry.Config{
		Tool: value, ToolVersion: value, Policy: telemetry.Enabled, Salt: value,
		MachineID: func(string) string { return value },
	}
	for _, tt := range []struct {
		field string
		clear func(*telemetry.Config)
	}{
		{"Tool", func(c *telemetry.Config) { c.Tool = "" }},
		{"ToolVersion", func(c *telemetry.Config) { c.ToolVersion = "" }},
		{"Salt", func(c *telemetry.Config) { c.Salt = "" }},
		{"MachineID", func(c *telemetry.Config) { c.MachineID = nil }},
	} {
		t.Run(tt.field, func(t *testing.T) {
			cfg := full
			tt.clear(&cfg)
			rec, err := telemetry.New(cfg)
			if rec != nil || !errors.Is(err, telemetry.ErrConfig) {
				t.Fatalf("New returned %v, %v; want nil and an ErrConfig", rec, err)
			}
			if !strings.Contains(err.Error(), "Config."+tt.field+" ") {
				t.Errorf("the error does not name the field: %v", err)
			}
			if strings.Contains(err.Error(), value) {
				t.Errorf("the error holds a configured value: %v", err)
			}
		})
	}
	for _, field := range []string{"Salt", "MachineID"} {
		t.Run(field+" is not needed when disabled", func(t *testing.T) {
			cfg := telemetry.Config{Tool: value, ToolVersion: value}
			if _, err := telemetry.New(cfg); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestMachineIDFails(t *testing.T) {
	for name, machineID := range map[string]func(string) string{
		"empty":  func(string) string { return "" },
		"panics": func(string) string { panic("raw-id-4711") },
	} {
		t.Run(name, func(t *testing.T) {
			cfg := enabledConfig(untouchable{t})
			cfg.MachineID = machineID
			rec, err := telemetry.New(cfg)
			if rec != nil || !errors.Is(err, telemetry.ErrConfig) || !strings.Contains(err.Error(), "MachineID") {
				t.Fatalf("New returned %v, %v; want nil and an ErrConfig that names MachineID", rec, err)
			}
			if strings.Contains(err.Error(), "4711") {
				t.Errorf("the error holds the panic's value: %v", err)
			}
			if err := rec.Record(t.Context(), "any"); err != nil {
				t.Errorf("the nil Recorder returned %v", err)
			}
		})
	}
}

func TestMachineIDIsCalledOnceWithTheSalt(t *testing.T) {
	var salts []string
	cfg := enabledConfig(telemetry.NoopSink{})
	cfg.MachineID = func(salt string) string { salts = append(salts, salt); return testMachineID }
	rec, err := telemetry.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if err := rec.Record(t.Context(), "any"); err != nil {
			t.Error(err)
		}
	}
	if !slices.Equal(salts, []string{"mytool.telemetry.v1"}) {
		t.Errorf("MachineID was called with %q, want once, with the salt", salts)
	}
}

func TestNilSinkIsNoop(t *testing.T) {
	rec := newRecorder(t, nil)
	if err := errors.Join(rec.Record(t.Context(), "any"), rec.Flush(t.Context())); err != nil {
		t.Error(err)
	}
}

func TestCallerKeepsItsAttributes(t *testing.T) {
	attrs := []telemetry.Attr{telemetry.String("b", "2"), telemetry.String("a", "1"), telemetry.String("password", "secret words")}
	var event telemetry.Event
	sink := telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		event = e
		attrs[0].Value = "changed during the call"
		return nil
	})
	rec := newRecorder(t, sink)
	for name, record := range map[string]func() error{
		"Record":      func() error { return rec.Record(t.Context(), "any", attrs...) },
		"RecordEvent": func() error { return rec.RecordEvent(t.Context(), telemetry.Event{Name: "any", Attrs: attrs}) },
	} {
		attrs[0].Value, attrs[1].Value = "2", "1"
		if err := record(); err != nil {
			t.Fatal(err)
		}
		attrs[1].Value = "changed after the call"
		if got := event.Attrs[:2]; !slices.Equal(got, telemetry.Attrs{{Key: "a", Value: "1"}, {Key: "b", Value: "2"}}) {
			t.Errorf("%s: the event's attributes are %v", name, got)
		}
		if attrs[0].Key != "b" || attrs[2].Value != "secret words" {
			t.Errorf("%s: the caller's attributes were modified: %v", name, attrs)
		}
	}
}

func TestSinkFails(t *testing.T) {
	broken := errors.New("broken")
	for _, tt := range []struct {
		name string
		sink telemetry.SinkFunc
		want error
	}{
		{"returns an error", func(context.Context, telemetry.Event) error { return broken }, broken},
		{"panics", func(context.Context, telemetry.Event) error { panic("ghp_secret") }, telemetry.ErrIO},
		{"is nil", nil, telemetry.ErrIO},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := newRecorder(t, tt.sink).Record(t.Context(), "any")
			if !errors.Is(err, tt.want) {
				t.Errorf("Record returned %v, want %v", err, tt.want)
			}
			if strings.Contains(fmt.Sprintf("%+v", err), "secret") {
				t.Errorf("the error holds the panic's value: %v", err)
			}
		})
	}
	t.Run("panics in Flush", func(t *testing.T) {
		var nilSink *keepSink
		if err := newRecorder(t, nilSink).Flush(t.Context()); !errors.Is(err, telemetry.ErrIO) {
			t.Errorf("Flush returned %v, want an ErrIO", err)
		}
	})
}

func TestSinkBlocksUntilTheContextEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rec := newRecorder(t, telemetry.SinkFunc(func(ctx context.Context, _ telemetry.Event) error {
			<-ctx.Done()
			return ctx.Err()
		}))
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		start := time.Now()
		if err := rec.Record(ctx, "any"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Record returned %v", err)
		}
		if took := time.Since(start); took != time.Second {
			t.Errorf("Record returned after %v, want 1s", took)
		}
	})
}

func TestCancelledContextReachesTheSink(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var seen error
	rec := newRecorder(t, telemetry.SinkFunc(func(ctx context.Context, _ telemetry.Event) error {
		seen = ctx.Err()
		return nil
	}))
	if err := rec.Record(ctx, "command.cancelled"); err != nil {
		t.Fatal(err)
	}
	if !errors.Is(seen, context.Canceled) {
		t.Errorf("the sink saw %v; an event of a cancelled command must be offered to it, with its context", seen)
	}
}

func TestNilContextDoesNotPanic(t *testing.T) {
	rec := newRecorder(t, telemetry.SinkFunc(func(ctx context.Context, _ telemetry.Event) error { return ctx.Err() }))
	if err := rec.Record(nil, "any"); err != nil { //nolint:staticcheck // the nil context is what is tested
		t.Errorf("Record returned %v", err)
	}
	if err := rec.Flush(nil); err != nil { //nolint:staticcheck // the nil context is what is tested
		t.Errorf("Flush returned %v", err)
	}
}

func TestFlushReachesTheSink(t *testing.T) {
	sink := &keepSink{}
	if err := newRecorder(t, sink).Flush(t.Context()); err != nil {
		t.Fatal(err)
	}
	if sink.flushes != 1 {
		t.Errorf("the sink was flushed %d times, want 1", sink.flushes)
	}
}

func TestClockIsWrong(t *testing.T) {
	for _, tt := range []struct {
		name string
		at   time.Time
		want string // "" is an error
	}{
		{"zero", time.Time{}, "0001-01-01T00:00:00Z"},
		{"before 1970", time.Date(1969, 12, 31, 23, 59, 59, 5, time.UTC), "1969-12-31T23:59:59.000000005Z"},
		{"another zone", time.Date(2026, 1, 1, 0, 30, 0, 0, time.FixedZone("", 2*3600)), "2025-12-31T22:30:00Z"},
		{"a zone of 25 hours", time.Date(2026, 1, 2, 0, 0, 0, 0, time.FixedZone("", 25*3600)), "2025-12-31T23:00:00Z"},
		{"the last moment", time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), "9999-12-31T23:59:59.999999999Z"},
		{"beyond 9999", time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), ""},
		{"before the year 0", time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), ""},
		{"beyond 9999 in UTC alone", time.Date(9999, 12, 31, 23, 30, 0, 0, time.FixedZone("", -3600)), ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			prefix := []byte("kept")
			line, err := telemetry.Event{Name: "any", TimestampUTC: tt.at}.AppendJSON(prefix)
			if tt.want == "" {
				if !errors.Is(err, telemetry.ErrSerde) || string(line) != "kept" {
					t.Errorf("AppendJSON returned %q, %v; want the buffer as it was and an ErrSerde", line, err)
				}
				return
			}
			if err != nil || !strings.Contains(string(line), `"timestamp_utc":"`+tt.want+`"`) {
				t.Errorf("AppendJSON returned %s, %v; want the time %s", line, err, tt.want)
			}
		})
	}
}

func TestRecorderIsPrintedWithoutItsIdentity(t *testing.T) {
	rec := newRecorder(t, &keepSink{})
	if got, want := rec.String(), "telemetry.Recorder(enabled, mytool 1.4.0)"; got != want {
		t.Errorf("String returned %q, want %q", got, want)
	}
	type holder struct{ Rec *telemetry.Recorder }
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
		for _, value := range []any{rec, *rec, holder{rec}, &holder{rec}} {
			if got := fmt.Sprintf(verb, value); strings.Contains(got, testMachineID) {
				t.Errorf("%s of %T holds the machine ID: %s", verb, value, got)
			}
		}
	}
}

func TestPolicyString(t *testing.T) {
	for policy, want := range map[telemetry.CollectionPolicy]string{
		telemetry.Disabled: "disabled", telemetry.Enabled: "enabled", 2: "disabled", 255: "disabled",
	} {
		if got := policy.String(); got != want {
			t.Errorf("policy %d is printed as %q, want %q", policy, got, want)
		}
	}
}
