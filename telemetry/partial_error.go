package telemetry

import "strconv"

// PartialError is the error of an [Exporter] whose receiver accepted some events of
// a batch and not others. Every event in neither list is accepted.
type PartialError struct {
	Rejected []int // indices into the batch of events that will never be accepted
	Retry    []int // indices into the batch of events to be sent again later
	Err      error // why; usually an *[Error]. Nil says no more
}

// Error returns how many events were not accepted, and why.
func (e *PartialError) Error() string {
	if e == nil {
		return ""
	}
	events := " events"
	if len(e.Rejected) == 1 {
		events = " event"
	}
	text := strconv.Itoa(len(e.Rejected)) + events + " rejected, " + strconv.Itoa(len(e.Retry)) + " to be sent again"
	if e.Err != nil {
		text = joinColon(text, e.Err.Error())
	}
	return text
}

// Unwrap returns the cause.
func (e *PartialError) Unwrap() error {
	if e == nil {
		return nil
	}
	return e.Err
}
