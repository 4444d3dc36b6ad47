package spoolsink

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Known is what lines have in common.
type Known = known

// NewKnown returns a Known that keeps what it sees.
var NewKnown = newKnown

// MaxKnownAttrs is how many attributes a Known keeps at most.
const MaxKnownAttrs = maxKnownAttrs

// KeptAttrs is how many it keeps.
func KeptAttrs(k *Known) int { return len(k.attrs) }

// KeptHead is the beginning of a line that it keeps.
func KeptHead(k *Known) string { return string(k.head) }

// Decode is the reader of a line.
var Decode = decode

// What tests need to know of the files.
const (
	HeaderSize = headerSize
	StateName  = stateName
	LockName   = lockName
	MaxDelay   = maxDelay
	MaxResult  = maxResult
)

// Delay is the delay after a number of failures.
var Delay = delay

// InterruptedDelay is the delay after a number of interruptions.
var InterruptedDelay = interruptedDelay

// Header is a segment's first line.
func Header(done, marked int64, delivered int) []byte {
	h := header{done: done, marked: marked, counts: counts{delivered: delivered}}
	return h.append(nil)
}

// ParseHeader reads what Header returns.
func ParseHeader(data []byte) (done, marked, delivered int64, ok bool) {
	h, ok := parseHeader(data)
	return h.done, h.marked, int64(h.counts.delivered), ok
}

// IsSegment reports whether a name is that of a segment.
func IsSegment(name string) bool {
	_, ok := segmentTime(name)
	return ok
}

// SegmentName is the name of a segment made at a time.
var SegmentName = segmentName

var _ telemetry.Sink = (*Sink)(nil)

// Dir returns the directory of a Sink.
func Dir(s *Sink) string { return s.dir }

// Age makes a Sink believe that it looked for its segment some time ago.
func Age(s *Sink, by time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.checked = s.checked.Add(-by)
}
