package sinktest

import "github.com/optin-go/optin/telemetry"

// Subject is one fresh sink under test, and the ways to look behind it.
type Subject struct {
	// Sink is what is tested. Required.
	Sink telemetry.Sink

	// Events returns what has arrived behind the sink, in the order of arrival.
	// It is called after Flush. An event that cannot be read back is an error,
	// not left out. Required.
	Events func() ([]telemetry.Event, error)

	// Raw returns every byte that left the process, as it was written or sent.
	// Nil says that the sink keeps events in the process, and so need not redact
	// them.
	Raw func() ([]byte, error)

	// Close releases what the subject holds. It is called once, after all else.
	// Nil is nothing to release.
	Close func() error
}

// Open returns a Subject that nothing has been emitted to, and that shares
// nothing with the subjects of other calls. It is called once for each promise.
type Open func() (Subject, error)
