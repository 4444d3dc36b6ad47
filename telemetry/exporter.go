package telemetry

import "context"

// Exporter delivers batches of events to a receiver. A queue, such as spoolsink,
// calls it. The sinks httpsink and otlpsink are Exporters. Package sinktest, beside
// this one, tests each sentence below.
type Exporter interface {
	// Export sends one batch, in its order, at once, and returns nil when the
	// receiver has accepted every event of it. A batch without events is accepted
	// without a request.
	//
	// An error is, or wraps, an [*Error] with a kind. One that is [ErrRejected] says
	// that the receiver will never accept the batch. If one of its causes is a
	// [*PartialError], that alone says what became of each event. Any other error
	// says that the batch may be tried again; if one of its causes has the method
	// RetryAfter() time.Duration, not before that.
	//
	// Export returns when ctx ends. It does not retry. It must not modify events or
	// their attributes, nor retain the slice. Events that are sent again come in
	// the same batch and order, by another process too, so that a key made from
	// them stays the same. Export sends texts as they are: they were redacted when
	// they were recorded. It must not panic. A queue does not call it concurrently.
	Export(ctx context.Context, events []Event) error
}
