package spoolsink

// DropReason says why events were dropped instead of delivered. It is the key of
// what [Stats] and [Report] count.
type DropReason string

// The reasons for which events are dropped.
const (
	// DropRejected is for events that the receiver refuses for good.
	DropRejected DropReason = "rejected"
	// DropAge is for events that are older than [Options.MaxAge].
	DropAge DropReason = "age"
	// DropSize is for the oldest events, when the queue is longer than
	// [Options.MaxBytes].
	DropSize DropReason = "size"
	// DropForeign is for events of another tool.
	DropForeign DropReason = "foreign"
	// DropDamaged is for lines that are no event: torn when a process was killed,
	// cut by a full disk, changed from outside, or longer than a megabyte.
	DropDamaged DropReason = "damaged"
	// DropSchema is for events of a schema version that this version of the code
	// does not know.
	DropSchema DropReason = "schema"
)

// dropReasons is the order in which reasons are stored in a segment's header.
var dropReasons = [...]DropReason{DropRejected, DropAge, DropSize, DropForeign, DropDamaged, DropSchema}

// counts say what became of events.
type counts struct {
	delivered int
	dropped   [len(dropReasons)]int // as dropReasons
}

func (c *counts) drop(reason DropReason, n int) {
	for i := range dropReasons {
		if dropReasons[i] == reason {
			c.dropped[i] += n
		}
	}
}

func (c *counts) add(other counts) {
	c.delivered += other.delivered
	for i, n := range other.dropped {
		c.dropped[i] += n
	}
}

// byReason returns what was dropped, without the reasons for which nothing was.
func (c *counts) byReason() map[DropReason]int {
	m := make(map[DropReason]int)
	for i, n := range c.dropped {
		if n > 0 {
			m[dropReasons[i]] = n
		}
	}
	return m
}
