package spoolsink

import (
	"errors"
	"io"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// batch is a run of lines of one segment, and the events in it.
type batch struct {
	lines  []batchLine
	events []telemetry.Event
}

// batchLine is one line of a batch.
type batchLine struct {
	end    int64      // offset behind it
	events int        // how many of the batch's events end here or before
	reason DropReason // why it is no event to send; "" if it is one
	empty  bool       // it is nothing at all
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

// read returns the next batch of the segment, or an empty one at its end. It is
// valid until the next call. The same offset gives the same batch: a batch that was sent before ends where it
// ended then.
func (d *delivery) read(seg *taken) (*batch, error) {
	// As large as the last batch at once, rather than in steps. The exporter may
	// keep the events, but nobody keeps the lines.
	b := &d.batch
	b.lines, b.events = b.lines[:0], make([]telemetry.Event, 0, len(b.events))
	bytes := 0
	for len(b.lines) < d.s.limits.batchEvents {
		l, err := d.lines.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		if l.kind == lineTorn && !seg.ended {
			d.lines.unread() // its writer is writing it
			break
		}
		if len(b.events) > 0 && bytes+len(l.text) > d.s.limits.batchBytes {
			d.lines.unread()
			break
		}
		bytes += len(l.text) + 1
		entry := batchLine{end: l.end, empty: l.kind == lineEmpty}
		switch l.kind {
		case lineWhole:
			var e telemetry.Event
			if e, entry.reason = d.judge(seg, l.text); entry.reason == "" {
				b.events = append(b.events, e)
			}
		case lineTorn, lineLong:
			entry.reason = DropDamaged
		}
		if entry.reason == DropAge && !d.mayDropAged(seg) {
			return nil, errTooMuchAged
		}
		entry.events = len(b.events)
		b.lines = append(b.lines, entry)
		if l.end == seg.header.marked {
			break
		}
	}
	return b, nil
}

// judge returns the event of a line, redacted by the rules of today, or why it
// must not be sent.
func (d *delivery) judge(seg *taken, text []byte) (telemetry.Event, DropReason) {
	e, reason := decode(text, d.known)
	if reason != "" {
		return e, reason
	}
	if d.st.Tool == nil {
		tool := e.Tool
		d.st.Tool = &tool
	}
	switch {
	case e.Tool != *d.st.Tool:
		return e, DropForeign
	case seg.isOld && d.isOld(e.TimestampUTC):
		return e, DropAge
	}
	return e.Redacted(), ""
}

// isOld reports whether something of that time is too old to be sent.
func (d *delivery) isOld(at time.Time) bool {
	age := d.now.Sub(at)
	// A time that is ahead says nothing. Whoever made the event had another clock.
	return age > d.s.limits.age || age < -day
}

// mayDropAged reports whether events of the segment may be dropped for their age.
// A clock that jumps makes all events old at once; so one delivery drops those of
// a quarter of the segments only, and the others wait for the next ones.
func (d *delivery) mayDropAged(seg *taken) bool {
	if !seg.aged {
		if d.agedLeft == 0 {
			return false
		}
		d.agedLeft--
		seg.aged = true
	}
	return true
}
