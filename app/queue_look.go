package app

import (
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// waiting is what a queue holds, as far as it must be known to start a second process.
type waiting struct {
	events      int
	nextAttempt time.Time // before which nothing is sent
}

func waitingIn(queue *spoolsink.Sink) (waiting, error) {
	s, err := queue.Stats()
	return waiting{s.Pending, s.NextAttempt}, err
}
