package telemetry_test

import (
	"context"
	"errors"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

func TestTeeReachesEverySink(t *testing.T) {
	one, two := errors.New("one"), errors.New("two")
	first, last := &keepSink{}, &keepSink{}
	var broken *keepSink
	sinks := []telemetry.Sink{
		first,
		telemetry.SinkFunc(func(context.Context, telemetry.Event) error { return one }),
		nil,
		telemetry.SinkFunc(func(context.Context, telemetry.Event) error { panic("boom") }),
		broken,
		telemetry.SinkFunc(func(context.Context, telemetry.Event) error { return two }),
		last,
	}
	tee := telemetry.Tee(sinks...)
	sinks[0] = nil // Tee copied the slice.
	err := tee.Emit(t.Context(), telemetry.Event{Name: "any"})
	for _, want := range []error{one, two, telemetry.ErrIO} {
		if !errors.Is(err, want) {
			t.Errorf("Emit returned %v, want it to join %v", err, want)
		}
	}
	if first.only(t).Name != "any" || last.only(t).Name != "any" {
		t.Error("an event did not arrive")
	}
	if err := tee.Flush(t.Context()); !errors.Is(err, telemetry.ErrIO) {
		t.Errorf("Flush returned %v, want an ErrIO for the sink that panicked", err)
	}
	if first.flushes != 1 || last.flushes != 1 {
		t.Errorf("the sinks were flushed %d and %d times, want once each", first.flushes, last.flushes)
	}
}

func TestTeeWithoutFailureReturnsNil(t *testing.T) {
	for _, tee := range []telemetry.Sink{telemetry.Tee(), telemetry.Tee(nil), telemetry.Tee(&keepSink{}, telemetry.NoopSink{})} {
		if err := errors.Join(tee.Emit(t.Context(), telemetry.Event{}), tee.Flush(t.Context())); err != nil {
			t.Error(err)
		}
	}
}

func TestSinkFuncFlushDoesNothing(t *testing.T) {
	s := telemetry.SinkFunc(func(context.Context, telemetry.Event) error { return errors.New("called") })
	if err := s.Flush(t.Context()); err != nil {
		t.Errorf("Flush returned %v", err)
	}
}
