package spoolsink

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// Exporter sends one batch of events to a receiver. The sinks httpsink and
// otlpsink are Exporters.
//
// Export returns nil when the receiver has accepted all events; the queue then
// forgets them. An error that is [telemetry.ErrRejected] says that the receiver
// will never accept this batch: the queue splits it until it has found the
// events that are to blame, and drops those. If one of its causes has the method
// Rejected() int64, the receiver refused that many events and has accepted all
// others: the queue counts them so, and sends none again. Any other error leaves
// the batch where it is, to be tried again; if one of its causes has the method
// RetryAfter() time.Duration, not before that.
//
// Export must end when ctx does: the queue calls it in the goroutine of its own
// caller, and cannot leave it behind. It may keep events, and must not modify
// their attributes, which several of them share. A batch that has to be tried again is handed over with the
// same events in the same order, by the next process too, so that a key that is
// made from them stays the same. It is not called concurrently by one queue. If
// it panics, the batch is tried again later.
type Exporter interface {
	// Export sends events, in their order.
	Export(ctx context.Context, events []telemetry.Event) error
}

// export calls to.Export, and turns a panic into an error. It leaves out the
// panic's value, which may hold anything.
func export(ctx context.Context, to Exporter, events []telemetry.Event) (err error) {
	defer func() {
		if recover() != nil {
			err = ioError("deliver", errPanicked)
		}
	}()
	return to.Export(ctx, events)
}
