package telemetry

import (
	"context"
	"errors"
)

// Sink is where events go. It is the specification's TelemetrySink, and frozen:
// it will not grow a third method.
//
// A [Recorder] does not close its Sink: the code that constructs a sink closes it.
// Package sinktest, beside this one, tests each sentence below.
type Sink interface {
	// Emit takes over one event, unchanged, in the order of the calls. It may be
	// called concurrently. It may retain e. Neither the sink nor its caller
	// modifies e.Attrs from then on.
	//
	// Emit must not block beyond the end of ctx, and must not panic. When it
	// returns nil, the event is where the sink promises it to be. An error is,
	// or wraps, an [*Error] with a kind; one that is [ErrRejected] says that
	// trying again is useless.
	Emit(ctx context.Context, e Event) error

	// Flush delivers the events that the sink still holds, as many as it can before
	// ctx ends. It is idempotent: with nothing to deliver it does nothing. Its
	// errors are those of Emit.
	Flush(ctx context.Context) error
}

// SinkFunc is a function that serves as a [Sink] whose Flush does nothing.
type SinkFunc func(ctx context.Context, e Event) error

// Emit calls f(ctx, e).
func (f SinkFunc) Emit(ctx context.Context, e Event) error { return f(ctx, e) }

// Flush does nothing.
func (f SinkFunc) Flush(context.Context) error { return nil }

// NoopSink is a [Sink] that drops every event and never fails, the
// specification's NoopSink.
type NoopSink struct{}

// Emit drops e.
func (NoopSink) Emit(context.Context, Event) error { return nil }

// Flush does nothing.
func (NoopSink) Flush(context.Context) error { return nil }

// emit calls s.Emit, and turns a panic into an error: telemetry must not be able
// to take a tool down.
func emit(ctx context.Context, s Sink, e *Event) (err error) {
	defer recoverAs(&err, "telemetry: emit event")
	return s.Emit(ctx, *e)
}

// flush calls s.Flush, and turns a panic into an error.
func flush(ctx context.Context, s Sink) (err error) {
	defer recoverAs(&err, "telemetry: flush")
	return s.Flush(ctx)
}

var errPanicked = errors.New("the sink panicked; this is a bug in the sink")

// recoverAs must be deferred itself. It leaves out the panic's value, which may
// hold anything.
func recoverAs(err *error, op string) {
	if recover() != nil {
		*err = &Error{Kind: ErrIO, Op: op, Err: errPanicked}
	}
}
