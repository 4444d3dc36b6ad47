package spoolsink

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// What tests need to know of the files.
const (
	HeaderSize = headerSize
	StateSize  = stateSize
	StateName  = deliveryName
	MaxDelay   = maxDelay
	MaxResult  = maxResult
)

// Delay is the delay after a number of failures.
var Delay = delay

// InterruptedDelay is the delay after a number of interruptions.
var InterruptedDelay = interruptedDelay

// Header is a segment's first line.
func Header(done, marked int64, delivered int) []byte {
	h := header{done: done, inFlight: marked, counts: counts{delivered: delivered}}
	return h.append(nil)
}

// ParseHeader reads what Header returns.
func ParseHeader(data []byte) (done, marked, delivered int64, ok bool) {
	h, ok := parseHeader(data)
	return h.done, h.inFlight, int64(h.counts.delivered), ok
}

// IsSegment reports whether a name is that of a segment.
func IsSegment(name string) bool {
	_, ok := segmentTime(name)
	return ok
}

// SegmentName is the name of a segment made at a time.
var SegmentName = segmentName

var _ telemetry.Sink = (*Sink)(nil)

// State is the state of a queue that has delivered so many events.
func State(delivered int, folded string, next time.Time) []byte {
	st := state{counts: counts{delivered: delivered}, folded: folded, nextAttempt: next}
	return st.append(nil)
}

// Age makes a Sink believe that it looked for its segment some time ago.
func Age(s *Sink, by time.Duration) {
	s.w.mu.Lock()
	defer s.w.mu.Unlock()
	s.w.checked = s.w.checked.Add(-by)
}
