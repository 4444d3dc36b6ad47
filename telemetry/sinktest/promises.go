package sinktest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/optin-go/optin/telemetry"
)

var promises = []promise[Subject]{
	{"delivers-unchanged", "Emit must take over the event unchanged", deliversUnchanged},
	{"keeps-order", "events must arrive in the order in which they were emitted", keepsOrder},
	{"does-not-modify", "Emit must not modify the attributes of its event", doesNotModify},
	{"concurrent", "Emit may be called concurrently; no event may be lost, repeated or mixed with another", concurrent},
	{"flush-is-idempotent", "Flush may be called at any time; it must repeat or lose nothing", flushIsIdempotent},
	{"errors-have-a-kind", "an error must be, or wrap, a *telemetry.Error with a kind", errorsHaveAKind},
	{"cancelled-context", "with a cancelled context, Emit must either deliver the event or return an error", cancelledContext},
	{"redacts", "no credential may leave the process, not even that of an event which no Recorder made", redacts},
}

func deliversUnchanged(s Subject) error {
	events := []telemetry.Event{
		event("plain"),
		{Name: "all.fields", Tool: "sinktest", ToolVersion: "1.2.3", MachineID: machineID, TimestampUTC: epoch, Args: "deploy --dry-run", ErrMsg: "no such target", Attrs: telemetry.Attrs{{Key: "a", Value: ""}, {Key: "b", Value: "two words"}}, ID: telemetry.ID{15: 1}},
		{Name: "awkward.text", Tool: "sinktest", ToolVersion: "1.2.3", MachineID: machineID, TimestampUTC: epoch.Add(time.Nanosecond), Attrs: telemetry.Attrs{{Key: "line break", Value: "one\ntwo\r\n"}, {Key: "markup", Value: `<a href="x">&amp;</a>\`}, {Key: "unicode", Value: "naïve 日本 \u2028 \U0001F600"}}},
	}
	if err := emitAll(s, events); err != nil {
		return err
	}
	return arrived(s, events)
}

func keepsOrder(s Subject) error {
	var events []telemetry.Event
	for i := range 100 {
		events = append(events, event(fmt.Sprintf("event.%03d", i)))
	}
	if err := emitAll(s, events); err != nil {
		return err
	}
	return arrived(s, events)
}

func doesNotModify(s Subject) error {
	handed := event("mine", telemetry.String("a", "1"), telemetry.String("b", "password=planted"), telemetry.String("c", "3"))
	before := handed.Clone()
	if err := emitAll(s, []telemetry.Event{handed}); err != nil {
		return err
	}
	for i := range before.Attrs {
		if handed.Attrs[i] != before.Attrs[i] {
			return fmt.Errorf("attribute %q was changed", before.Attrs[i].Key)
		}
	}
	return nil
}

func concurrent(s Subject) error {
	const goroutines, each = 16, 8
	var (
		wg   sync.WaitGroup
		errs [goroutines]error
		want = map[string]bool{}
	)
	for g := range goroutines {
		var mine []telemetry.Event
		for i := range each {
			// Longer than a page and than the buffer of a bufio.Writer: what is
			// written in pieces gets mixed.
			e := event(fmt.Sprintf("event.%d.%d", g, i), telemetry.String("filling", strings.Repeat("word ", 1200)))
			mine = append(mine, e)
			want[encode(e)] = true
		}
		wg.Go(func() { errs[g] = emitAll(s, mine) })
	}
	wg.Wait()
	if err := errors.Join(errs[:]...); err != nil {
		return err
	}
	got, err := s.Events()
	if err != nil {
		return fmt.Errorf("the events cannot be read back: %w", err)
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d events arrived of %d", len(got), len(want))
	}
	for _, e := range got {
		line := encode(e)
		if !want[line] {
			return fmt.Errorf("an event arrived twice or changed: %.80s…", line)
		}
		delete(want, line)
	}
	return nil
}

func flushIsIdempotent(s Subject) error {
	ctx := context.Background()
	if err := s.Sink.Flush(ctx); err != nil {
		return fmt.Errorf("Flush before the first event: %w", err)
	}
	events := []telemetry.Event{event("before"), event("after")}
	for _, e := range events {
		if err := s.Sink.Emit(ctx, e); err != nil {
			return fmt.Errorf("Emit: %w", err)
		}
		for range 2 {
			if err := s.Sink.Flush(ctx); err != nil {
				return fmt.Errorf("Flush: %w", err)
			}
		}
	}
	return arrived(s, events)
}

func errorsHaveAKind(s Subject) error {
	// RFC 3339 has no year 12000: what encodes this event must fail.
	impossible := event("impossible")
	impossible.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	ctx := context.Background()
	if err := s.Sink.Emit(ctx, impossible); err != nil && !hasKind(err) {
		return fmt.Errorf("Emit of an event that cannot be encoded returned %T: %w", err, err)
	}
	if err := s.Sink.Flush(ctx); err != nil && !hasKind(err) {
		return fmt.Errorf("Flush returned %T: %w", err, err)
	}
	return nil
}

func cancelledContext(s Subject) error {
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	lost := event("cancelled")
	emitErr := s.Sink.Emit(cancelled, lost)
	if emitErr != nil && !hasKind(emitErr) && !errors.Is(emitErr, context.Canceled) {
		return fmt.Errorf("Emit returned an error that has no kind and is not context.Canceled, %T: %w", emitErr, emitErr)
	}
	if err := s.Sink.Flush(cancelled); err != nil && !hasKind(err) && !errors.Is(err, context.Canceled) {
		return fmt.Errorf("Flush returned an error that has no kind and is not context.Canceled, %T: %w", err, err)
	}
	want := []telemetry.Event{event("next")}
	if emitErr == nil {
		want = append([]telemetry.Event{lost}, want...)
	}
	if err := emitAll(s, want[len(want)-1:]); err != nil {
		return fmt.Errorf("after a cancelled call: %w", err)
	}
	if emitErr != nil {
		return arrivedAtLeast(s, want)
	}
	return arrived(s, want)
}

func redacts(s Subject) error {
	if s.Raw == nil {
		return nil
	}
	e := event("planted", telemetry.String("note", "authorization: Bearer "+planted))
	e.Args = "deploy --token " + planted
	e.ErrMsg = "cannot reach https://user:" + planted + "@example.com/"
	if err := emitAll(s, []telemetry.Event{e}); err != nil {
		return err
	}
	raw, err := s.Raw()
	if err != nil {
		return fmt.Errorf("the raw bytes cannot be read: %w", err)
	}
	if len(raw) == 0 {
		return errors.New("Raw returned nothing, although an event was emitted")
	}
	if bytes.Contains(raw, []byte(planted)) {
		return errors.New("the credential is in the raw bytes; call Redacted on the event before encoding it")
	}
	return nil
}
