package spoolsink

import "time"

// Options bounds a [Sink]'s queue and its deliveries. The zero value has the
// defaults. All processes that share a directory should use the same MaxBytes.
type Options struct {
	// Allowed is called immediately before each request, so that a withdrawal stops
	// the next one; usually it resolves the consent anew. When it returns false, or
	// panics, the delivery ends and nothing is sent. It may be called from any
	// goroutine that delivers. It must not call [Purge]. Nil is always.
	Allowed func() bool

	// Tool is the tool whose events are queued and delivered; others are refused, or
	// dropped and counted as [DropForeign]. Empty is the tool of the Sink's own first
	// event, or of the oldest event in the queue if it has recorded none.
	Tool string

	// MaxBytes bounds the size of the directory. Beyond it the oldest segments are
	// evicted, and their events counted as [DropSize]. A segment is a sixteenth of
	// MaxBytes long (at least 64 KiB, or a quarter of MaxBytes if that is less, and
	// 4 MiB at most). A segment still open in a live process is never evicted, so
	// each process beyond the first may exceed MaxBytes by one segment. 0 is 10
	// MiB. Below 0 there is no limit.
	MaxBytes int64

	// MaxAge is how old an event can become. Older ones are not sent; they are
	// dropped by the next deliveries, and counted as [DropAge]. 0 is 14 days. Below
	// 0 there is no limit. An Exporter whose receiver silently drops old events has
	// a method MaxAge() time.Duration; the lower of the two limits counts.
	MaxAge time.Duration

	// BatchEvents is how many events one request carries at most. 0 and below
	// is 500.
	BatchEvents int

	// BatchBytes is how many bytes of stored events one request carries at most;
	// a single event may be longer. 0 and below is 512 KiB.
	BatchBytes int

	// OnResult is called at the end of each [Sink.Deliver] and [Sink.Flush] that
	// sent a request, dropped an event or failed, in the same goroutine, for an
	// author's own log. Its panics are swallowed. Nil is silent.
	OnResult func(Report, error)
}

const (
	defaultMaxBytes    = 10 << 20
	defaultMaxAge      = 14 * 24 * time.Hour
	defaultBatchEvents = 500
	defaultBatchBytes  = 512 << 10

	// What is dropped at once when the queue is too long.
	minSegment = 64 << 10
	maxSegment = 4 << 20

	// forever is longer than any clock can tell.
	forever = 1<<63 - 1

	day = 24 * time.Hour
)

// limits are Options with the defaults filled in.
type limits struct {
	bytes       int64 // MaxBytes
	segment     int64 // a segment is not made longer than this
	age         time.Duration
	batchEvents int
	batchBytes  int
}

func (o *Options) limits() limits {
	l := limits{bytes: o.MaxBytes, age: o.MaxAge, batchEvents: o.BatchEvents, batchBytes: o.BatchBytes}
	switch {
	case l.bytes == 0:
		l.bytes = defaultMaxBytes
	case l.bytes < 0:
		l.bytes = forever
	}
	switch {
	case l.age == 0:
		l.age = defaultMaxAge
	case l.age < 0:
		l.age = forever
	}
	if l.batchEvents <= 0 {
		l.batchEvents = defaultBatchEvents
	}
	if l.batchBytes <= 0 {
		l.batchBytes = defaultBatchBytes
	}
	l.segment = min(max(l.bytes/16, min(l.bytes/4, minSegment)), maxSegment)
	return l
}

// adoptable is how old a segment may be to be appended to. It keeps the events of
// one segment about equally old.
func (l limits) adoptable() time.Duration { return min(day, l.age/2) }
