package app

import (
	"errors"
	"iter"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// backlog is the queues that hold undelivered events. It may hold some without an
// Exporter too: an earlier build may have had one.
type backlog struct {
	queues []*spoolsink.Sink
	err    error // why the queues could not be listed
}

// backlog returns the queue of the recorded grant. If no grant can be read, it
// returns all queues: a damaged record can be mended by hand.
func (in *installation) backlog(v verdict) backlog {
	var b backlog
	if in.dir == "" {
		return b
	}
	dirs := []string{in.queues.of(v.Consent)}
	if v.Consent.State != consent.Enabled {
		dirs, b.err = in.queues.all()
	}
	for _, dir := range dirs {
		b.queues = append(b.queues, spoolsink.New(dir, nil, nil))
	}
	return b
}

// pending returns the undelivered events, as they would be sent.
func (b backlog) pending() iter.Seq2[telemetry.Event, error] {
	return func(yield func(telemetry.Event, error) bool) {
		if b.err != nil && !yield(telemetry.Event{}, b.err) {
			return
		}
		for _, queue := range b.queues {
			for e, err := range queue.Pending() {
				if !yield(e, err) {
					return
				}
			}
		}
	}
}

// stats returns how many events wait, and what became of the delivered ones.
func (b backlog) stats() (spoolsink.Stats, error) {
	sum := spoolsink.Stats{Dropped: map[spoolsink.DropReason]int{}}
	errs := []error{b.err}
	for _, queue := range b.queues {
		s, err := queue.Stats()
		errs = append(errs, err)
		sum.Pending += s.Pending
		sum.PendingBytes += s.PendingBytes
		sum.Delivered += s.Delivered
		for reason, n := range s.Dropped {
			sum.Dropped[reason] += n
		}
		if sum.Oldest.IsZero() || !s.Oldest.IsZero() && s.Oldest.Before(sum.Oldest) {
			sum.Oldest = s.Oldest
		}
		if s.LastAttempt.After(sum.LastAttempt) {
			sum.LastAttempt, sum.LastResult, sum.NextAttempt = s.LastAttempt, s.LastResult, s.NextAttempt
		}
	}
	return sum, errors.Join(errs...)
}
