package httpsink

import "fmt"

// RejectedError is the cause of a [telemetry.ErrRejected] that settles a batch:
// Count of its events can never be delivered, and the receiver took all others.
// Nothing of the batch may be sent again, or the receiver gets it twice.
type RejectedError struct {
	Count int64 // events, at least 1
	Err   error // why
}

// Error returns how many events can never be delivered, and why.
func (e *RejectedError) Error() string {
	events := "events"
	if e.Count == 1 {
		events = "event"
	}
	return fmt.Sprintf("%d %s can never be delivered: %v", e.Count, events, e.Err)
}

// Unwrap returns e.Err.
func (e *RejectedError) Unwrap() error { return e.Err }

// Rejected returns e.Count. It lets a queue ask for the number without importing
// this package.
func (e *RejectedError) Rejected() int64 { return e.Count }
