package sinktest

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/optin-go/optin/telemetry"
)

// ErrInjected is the cause of the errors that [FailOn] makes.
var ErrInjected = errors.New("injected failure")

// FailOn returns a Sink that hands everything on to next but the n-th event,
// counted from 1: its Emit returns a [telemetry.ErrIO] whose cause is
// [ErrInjected], and next does not see the event. With n below 1 nothing fails.
func FailOn(n int, next telemetry.Sink) telemetry.Sink {
	return &failingSink{Sink: next, failAt: int64(n)}
}

type failingSink struct {
	telemetry.Sink
	failAt int64
	calls  atomic.Int64
}

func (s *failingSink) Emit(ctx context.Context, e telemetry.Event) error {
	if s.calls.Add(1) == s.failAt {
		return &telemetry.Error{Kind: telemetry.ErrIO, Op: "sinktest: emit", Err: ErrInjected}
	}
	return s.Sink.Emit(ctx, e)
}
