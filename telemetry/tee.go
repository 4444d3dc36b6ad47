package telemetry

import (
	"context"
	"errors"
)

// Tee returns a Sink that hands every event to each of sinks, in their order. A
// sink that fails or panics does not keep an event from the others; the errors
// are joined. Nil sinks are left out. The slice is copied.
func Tee(sinks ...Sink) Sink {
	t := make(teeSink, 0, len(sinks))
	for _, s := range sinks {
		if s != nil {
			t = append(t, s)
		}
	}
	return t
}

type teeSink []Sink

func (t teeSink) Emit(ctx context.Context, e Event) error {
	var errs []error
	for _, s := range t {
		errs = append(errs, emit(ctx, s, &e))
	}
	return errors.Join(errs...)
}

func (t teeSink) Flush(ctx context.Context) error {
	var errs []error
	for _, s := range t {
		errs = append(errs, flush(ctx, s))
	}
	return errors.Join(errs...)
}
