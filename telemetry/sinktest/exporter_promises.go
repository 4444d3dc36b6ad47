package sinktest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"github.com/optin-go/optin/telemetry"
)

var exporterPromises = []promise[ExporterSubject]{
	{"delivers-in-order", "Export must deliver every event of a batch, once, in order, with the texts that it has", deliversInOrder},
	{"empty-batch", "a batch without events must be accepted, and nothing must arrive", emptyBatch},
	{"does-not-modify", "Export must not modify the batch, its events or their attributes", exportDoesNotModify},
	{"does-not-retain", "Export must not retain the batch: its caller uses the slice again", doesNotRetain},
	{"errors-have-a-kind", "an error must be, or wrap, a *telemetry.Error with a kind", exportErrorsHaveAKind},
	{"failure-is-not-final", "when the receiver fails, the error must have a kind, and must not be ErrRejected", failureIsNotFinal},
	{"cancelled-context", "with a cancelled context, Export must either deliver the batch or return an error with a kind", exportCancelled},
	{"context-ends", "Export must return when its context ends, with an error that is not ErrRejected", contextEnds},
	{"partial", "a PartialError must name the events that were not accepted, by indices into the batch, each once", partial},
}

// batch returns n events, each with an ID of its own.
func batch(n int) []telemetry.Event {
	events := make([]telemetry.Event, n)
	for i := range events {
		events[i] = event(fmt.Sprintf("event.%d", i), telemetry.String("n", strconv.Itoa(i)), telemetry.String("text", "naïve \"日本\"\n"))
		events[i].ID = telemetry.ID{0xA5, byte(i >> 8), byte(i), 15: 1}
		// Redaction would take it for a credential: a declared word that went through
		// the queue must arrive as it is.
		events[i].Attrs = append(events[i].Attrs, telemetry.String("token", "none"))
		if i%2 == 1 {
			events[i].ErrMsg = "no such target"
		}
	}
	return events
}

// accepted checks that exactly want arrived, in order.
func accepted(s ExporterSubject, want []telemetry.Event) error {
	got, err := s.Events()
	if err != nil {
		return fmt.Errorf("the events cannot be read back: %w", err)
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d events arrived, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i].ID != want[i].ID || got[i].Name != want[i].Name || !reflect.DeepEqual(got[i].Attrs.Map(), want[i].Attrs.Map()) {
			return fmt.Errorf("event %d arrived as\n\t%s\nwant\n\t%s", i, encode(got[i]), encode(want[i]))
		}
	}
	return nil
}

func deliversInOrder(s ExporterSubject) error {
	all := batch(104)
	for _, events := range [][]telemetry.Event{all[:1], all[1:101], all[101:]} {
		if err := s.Exporter.Export(context.Background(), events); err != nil {
			return fmt.Errorf("Export of %d events: %w", len(events), err)
		}
	}
	return accepted(s, all)
}

func emptyBatch(s ExporterSubject) error {
	for _, events := range [][]telemetry.Event{nil, {}} {
		if err := s.Exporter.Export(context.Background(), events); err != nil {
			return fmt.Errorf("Export: %w", err)
		}
	}
	return accepted(s, nil)
}

func exportDoesNotModify(s ExporterSubject) error {
	room := append(batch(3), event("behind"))
	for i := range room {
		// In the room behind, Export could write without changing what it was given.
		room[i].Attrs = append(slices.Grow(room[i].Attrs, 4), telemetry.String("last", ""))
	}
	var before []telemetry.Event
	for _, e := range room {
		e = e.Clone()
		before = append(before, e)
	}
	if err := s.Exporter.Export(context.Background(), room[:3]); err != nil {
		return fmt.Errorf("Export: %w", err)
	}
	if !reflect.DeepEqual(room, before) {
		return errors.New("the batch was changed")
	}
	for i := range room {
		if attrs := room[i].Attrs; !reflect.DeepEqual(attrs[:cap(attrs)][len(attrs):], make(telemetry.Attrs, cap(attrs)-len(attrs))) {
			return fmt.Errorf("event %d was appended to in place", i)
		}
	}
	return nil
}

func doesNotRetain(s ExporterSubject) error {
	events := batch(3)
	want := slices.Clone(events)
	if err := s.Exporter.Export(context.Background(), events); err != nil {
		return fmt.Errorf("Export: %w", err)
	}
	for i := range events {
		events[i] = event("another")
	}
	return accepted(s, want)
}

func exportErrorsHaveAKind(s ExporterSubject) error {
	// RFC 3339 has no year 12000: what encodes this event in JSON must fail.
	events := batch(3)
	events[1].TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	err := s.Exporter.Export(context.Background(), events)
	if err != nil && !hasKind(err) {
		return fmt.Errorf("Export of an event that cannot be encoded returned %T: %w", err, err)
	}
	return validPartial(err, len(events))
}

func failureIsNotFinal(s ExporterSubject) error {
	if s.Fail == nil {
		return nil
	}
	s.Fail()
	err := s.Exporter.Export(context.Background(), batch(3))
	switch {
	case err == nil:
		return errors.New("Export returned nil")
	case !hasKind(err) || errors.Is(err, telemetry.ErrRejected):
		return fmt.Errorf("Export returned %T: %w", err, err)
	}
	return accepted(s, nil)
}

func exportCancelled(s ExporterSubject) error {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	events := batch(3)
	err := s.Exporter.Export(cancelled, events)
	switch {
	case err == nil:
		return accepted(s, events)
	case !hasKind(err) || errors.Is(err, telemetry.ErrRejected):
		return fmt.Errorf("Export returned %T: %w", err, err)
	}
	return nil // it gave up, and says so
}

func contextEnds(s ExporterSubject) error {
	if s.Hang == nil {
		return nil
	}
	s.Hang()
	const budget, grace = 100 * time.Millisecond, 5 * time.Second
	ctx, cancel := context.WithTimeout(context.Background(), budget)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- s.Exporter.Export(ctx, batch(3)) }()
	select {
	case err := <-done:
		if err == nil || !hasKind(err) || errors.Is(err, telemetry.ErrRejected) {
			return fmt.Errorf("Export returned %T: %w", err, err)
		}
		return nil
	case <-time.After(budget + grace):
		return fmt.Errorf("Export has not returned %v after its context ended", grace)
	}
}

func partial(s ExporterSubject) error {
	if s.Reject == nil {
		return nil
	}
	events := batch(5)
	s.Reject(events[3].ID)
	err := s.Exporter.Export(context.Background(), events)
	var p *telemetry.PartialError
	if !errors.As(err, &p) || !hasKind(err) {
		return fmt.Errorf("the receiver refused one event, and Export returned %T: %w", err, err)
	}
	if err := validPartial(err, len(events)); err != nil {
		return err
	}
	if !slices.Equal(p.Rejected, []int{3}) || len(p.Retry) > 0 {
		return fmt.Errorf("the receiver refused event 3; the PartialError says that %v are rejected and %v may be tried again", p.Rejected, p.Retry)
	}
	return accepted(s, slices.Delete(slices.Clone(events), 3, 4))
}

// validPartial checks the indices of a PartialError in err, if there is one.
func validPartial(err error, events int) error {
	var p *telemetry.PartialError
	if !errors.As(err, &p) {
		return nil
	}
	seen := make([]bool, events)
	for _, i := range slices.Concat(p.Rejected, p.Retry) {
		if i < 0 || i >= events || seen[i] {
			return fmt.Errorf("rejected %v and retry %v are not indices into a batch of %d, each once", p.Rejected, p.Retry, events)
		}
		seen[i] = true
	}
	return nil
}
