package store

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Arrived is an event and when it arrived. The event's own time is what its
// sender's clock said; both are kept.
type Arrived struct {
	Event telemetry.Event
	At    time.Time
}

// Result says what became of the events of one [Store.Ingest]. Each event is
// accepted, a duplicate, or refused.
type Result struct {
	Accepted   int // inserted
	Duplicates int // known by their ID already
	Refused    []Refusal
}

// Refusal is one event that the store does not take, now or later.
type Refusal struct {
	Index  int // in the events given to Ingest
	Reason Reason
}

// Reason says in a fixed word why an event was not counted. The pages show the
// words, and how often each was met.
type Reason string

// The reasons of the store itself. What receives events has more: see
// [Store.Refused].
const (
	ReasonDuplicate    Reason = "duplicate"      // its ID was seen before
	ReasonInvalid      Reason = "invalid"        // no tool, version, machine, name or time, or one beyond its limit
	ReasonTooOld       Reason = "too_old"        // its time is further back than Options.MaxAge
	ReasonClockAhead   Reason = "clock_ahead"    // its time is more than a day ahead of its arrival
	ReasonDeleted      Reason = "deleted"        // its machine asked for deletion
	ReasonTooManyTools Reason = "too_many_tools" // the store has the maximum number of tools
)
