package spoolsink

import (
	"errors"
	"io"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/telemetry"
)

// batch is a run of lines of one segment, and the events in it.
type batch struct {
	lines  []batchLine
	events []telemetry.Event
	next   int64 // where the next batch begins
}

// batchLine is one line of a batch.
type batchLine struct {
	begin, end int64      // its offsets, with its break
	events     int        // how many of the batch's events end here or before
	reason     DropReason // why it is no event to send; "" if it is one
}

// size returns the number of lines.
func (b *batch) size() int { return len(b.lines) }

// eventsBefore returns how many events the first n lines hold.
func (b *batch) eventsBefore(n int) int {
	if n == 0 {
		return 0
	}
	return b.lines[n-1].events
}

// between returns the events of the lines from lo to hi.
func (b *batch) between(lo, hi int) []telemetry.Event {
	from, to := b.eventsBefore(lo), b.eventsBefore(hi)
	return b.events[from:to:to]
}

// middle returns the line in front of which half of the events between lo and hi
// end.
func (b *batch) middle(lo, hi int) int {
	half := (b.eventsBefore(lo) + b.eventsBefore(hi)) / 2
	for mid := lo + 1; mid < hi; mid++ {
		if b.eventsBefore(mid) >= half {
			return mid
		}
	}
	return hi
}

// dropped returns what the lines from lo to hi count, apart from their events.
func (b *batch) dropped(lo, hi int) (c counts) {
	for _, l := range b.lines[lo:hi] {
		if l.reason != "" {
			c.drop(l.reason, 1)
		}
	}
	return c
}

// errTooMuchAged is returned when a segment's events are too old, and enough
// events were dropped for that in this delivery.
var errTooMuchAged = errors.New("enough events were dropped for their age")

// read makes b the next batch of the segment, or an empty one at its end. The same
// offset gives the same batch: one that was sent before ends where it ended then.
func (b *batch) read(r *lines.Reader, seg *lease, j *judge) error {
	// As large as the last batch at once, rather than in steps. The exporter may
	// keep the events, but nobody keeps the lines.
	b.lines, b.events = b.lines[:0], make([]telemetry.Event, 0, len(b.events))
	bytes := 0
	for len(b.lines) < j.limits.batchEvents {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		if l.Kind == lines.Torn && !seg.ended {
			r.Unread() // its writer is writing it
			break
		}
		if len(b.events) > 0 && bytes+len(l.Text) > j.limits.batchBytes {
			r.Unread()
			break
		}
		bytes += len(l.Text) + 1
		entry := batchLine{begin: b.next, end: l.End}
		switch l.Kind {
		case lines.Whole:
			var e telemetry.Event
			if e, entry.reason = j.event(l.Text, seg.isOld); entry.reason == "" {
				b.events = append(b.events, e)
			}
		case lines.Torn, lines.Long:
			entry.reason = DropDamaged
		case lines.Blank:
		}
		if entry.reason == DropAge && !j.mayDropAged(seg) {
			return errTooMuchAged
		}
		entry.events = len(b.events)
		b.lines = append(b.lines, entry)
		b.next = l.End
		if l.End == seg.header.inFlight {
			break
		}
	}
	return nil
}
