package spoolsink

import "time"

// Report says what one [Sink.Deliver] did.
type Report struct {
	// Delivered is how many events the receiver accepted.
	Delivered int
	// Dropped is how many events were dropped, by reason; nil if none was.
	Dropped map[DropReason]int
	// Requests is how many requests were sent, failed ones included.
	Requests int
	// Busy says that another process, or another Sink, is delivering, so that
	// this one did not.
	Busy bool
	// NotAllowed says that [Options.Allowed] returned false.
	NotAllowed bool
	// NextAttempt is when the queue may be delivered again, if that was not due
	// or did not succeed; else the zero time.
	NextAttempt time.Time
}

func (r *Report) drop(reason DropReason, n int) {
	if n == 0 {
		return
	}
	if r.Dropped == nil {
		r.Dropped = make(map[DropReason]int)
	}
	r.Dropped[reason] += n
}
