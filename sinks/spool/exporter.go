package spoolsink

import (
	"context"
	"errors"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// export calls to.Export, and turns a panic into an error. It leaves out the
// panic's value, which may hold anything.
func export(ctx context.Context, to telemetry.Exporter, events []telemetry.Event) (err error) {
	defer func() {
		if recover() != nil {
			err = ioError("deliver", errPanicked)
		}
	}()
	return to.Export(ctx, events)
}

// maxAge returns the age beyond which the receiver silently drops events: the
// result of the Exporter's method MaxAge, or forever if it has none.
func maxAge(to telemetry.Exporter) (age time.Duration) {
	age = forever
	defer func() { _ = recover() }() // Export's panic will be reported
	if limited, ok := to.(interface{ MaxAge() time.Duration }); ok {
		if said := limited.MaxAge(); said > 0 {
			age = said
		}
	}
	return age
}

// verdict is what became of an event that was sent.
type verdict uint8

const (
	accepted verdict = iota
	rejected
	retry
)

// verdictsOf returns what an error says of each of n events that were sent; nil if
// it speaks of the batch as a whole. An event that it puts in both lists is
// rejected: to send it again would not help.
func verdictsOf(err error, n int) []verdict {
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || partial == nil {
		return nil
	}
	all := make([]verdict, n)
	for _, i := range partial.Retry {
		if 0 <= i && i < n {
			all[i] = retry
		}
	}
	for _, i := range partial.Rejected {
		if 0 <= i && i < n {
			all[i] = rejected
		}
	}
	return all
}
