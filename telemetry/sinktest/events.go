package sinktest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/optin-go/optin/telemetry"
)

const machineID = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

// planted has the shape of a GitHub token, and is none.
const planted = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"

var epoch = time.Date(2026, time.May, 8, 12, 34, 56, 0, time.UTC)

// event returns an event that no Recorder made, so that a sink meets one that is
// not redacted.
func event(name string, attrs ...telemetry.Attr) telemetry.Event {
	return telemetry.Event{
		Name:         name,
		Tool:         "sinktest",
		ToolVersion:  "1.2.3",
		MachineID:    machineID,
		TimestampUTC: epoch,
		Attrs:        attrs,
	}
}

func emitAll(s Subject, events []telemetry.Event) error {
	ctx := context.Background()
	for _, e := range events {
		if err := s.Sink.Emit(ctx, e); err != nil {
			return fmt.Errorf("Emit: %w", err)
		}
	}
	if err := s.Sink.Flush(ctx); err != nil {
		return fmt.Errorf("Flush: %w", err)
	}
	return nil
}

// arrived checks that exactly want arrived, in order. Events are compared by
// their encoding, which is what a receiver sees of them.
func arrived(s Subject, want []telemetry.Event) error {
	got, err := s.Events()
	if err != nil {
		return fmt.Errorf("the events cannot be read back: %w", err)
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d events arrived, want %d", len(got), len(want))
	}
	for i := range want {
		if g, w := encode(got[i]), encode(want[i]); g != w {
			return fmt.Errorf("event %d arrived as\n\t%s\nwant\n\t%s", i, g, w)
		}
	}
	return nil
}

// arrivedAtLeast checks that all of want arrived, whatever else did.
func arrivedAtLeast(s Subject, want []telemetry.Event) error {
	got, err := s.Events()
	if err != nil {
		return fmt.Errorf("the events cannot be read back: %w", err)
	}
	seen := map[string]bool{}
	for _, e := range got {
		seen[encode(e)] = true
	}
	for _, e := range want {
		if !seen[encode(e)] {
			return fmt.Errorf("event %q did not arrive", e.Name)
		}
	}
	return nil
}

func encode(e telemetry.Event) string {
	line, err := e.AppendJSON(nil)
	if err != nil {
		return err.Error()
	}
	return string(line)
}

func hasKind(err error) bool {
	var typed *telemetry.Error
	return errors.As(err, &typed) && typed.Kind != ""
}
