package consent

import "time"

// Consent is a recorded decision, the specification's Consent. The zero value is
// that of somebody who was never asked.
type Consent struct {
	// State is the decision.
	State State
	// DecidedAt is when it was made. [Read] returns it in UTC, [Write] stores it
	// in UTC, to the nanosecond. The zero time is unknown.
	DecidedAt time.Time
	// Notice identifies the notice that was shown, usually by a short hash. It
	// is empty if the tool has none.
	Notice string
	// Key shows that a yes was given by the user of this machine: see
	// [Resolver.Key]. It is empty where the file's place shows that already.
	// [Resolver.Write] sets it.
	Key string
}
