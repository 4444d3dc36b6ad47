package app

// Question is what the user is asked, for a [Config.Ask] that asks in the tool's
// own words.
type Question struct {
	// Text is the usual question: at most five lines of at most 76 columns, and the
	// line that waits for the answer.
	Text string
	// More is what the usual question shows to somebody who answers "s": what is
	// recorded, with an example, and who gets it.
	More string
	// Recipient names who would receive the events. It is empty if nobody does.
	Recipient string
	// Changed is true if the user agreed before, to less than what is asked now.
	Changed bool
}

// Answer is what the user answered. An unknown Answer is no answer.
type Answer uint8

// The answers.
const (
	Unanswered Answer = iota // nothing is saved, and the user may be asked again
	Yes                      // telemetry is on from the next run on
	No                       // telemetry stays off, and the user is not asked again
)
