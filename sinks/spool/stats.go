package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/telemetry"
)

// Stats says what is queued and what became of what was.
type Stats struct {
	// Pending is how many events are queued, and PendingBytes how long they are.
	Pending      int
	PendingBytes int64
	// Oldest is when the oldest of them happened; the zero time if none is
	// queued.
	Oldest time.Time
	// Delivered is how many events the receiver has accepted since the directory
	// was made or purged.
	Delivered int
	// Dropped is how many events were dropped since then, by reason. It is never
	// nil.
	Dropped map[DropReason]int
	// LastAttempt is when the last request was sent; the zero time if none was.
	LastAttempt time.Time
	// LastResult is how it ended: "ok", that it was cancelled, or the text of the
	// error, redacted, on one line. It is empty if there was none.
	LastResult string
	// NextAttempt is the time before which nothing is sent, after a failure; else
	// the zero time.
	NextAttempt time.Time
}

// Stats returns what is queued and what became of what was. It only reads, also
// while others write and deliver, and locks nobody out; what they do meanwhile
// may be in the counts or not. It reads all that is queued.
//
// A directory that does not exist is an empty queue. An error is a
// [telemetry.ErrIO]; the Stats then hold what could be read. It is
// [errors.ErrUnsupported] if the directory's file system has no locks that end with
// their process, so that nothing can be queued.
func (s *Sink) Stats() (Stats, error) {
	const op = "stats"
	stats := Stats{Dropped: map[DropReason]int{}}
	if s == nil {
		return stats, ioError(op, errNoDir)
	}
	names, err := s.w.names()
	if err != nil {
		return stats, ioError(op, err)
	}
	st := loadState(s.w.dir)
	stats.LastAttempt, stats.LastResult = st.lastAttempt, st.lastResult
	if _, due := st.due(time.Now()); !due {
		stats.NextAttempt = st.nextAttempt
	}
	firstErr := checkLocks(s.w.dir)
	r := newLines(nil, 0) // one for all segments
	for _, name := range names {
		c, err := stats.addSegment(s.w.path(name), r)
		switch {
		case err == nil:
			if name != st.folded {
				st.counts.add(c)
			}
		case !isNothing(err) && firstErr == nil:
			firstErr = err
		}
	}
	stats.Delivered, stats.Dropped = st.counts.delivered, st.counts.byReason()
	if firstErr != nil {
		return stats, ioError(op, firstErr)
	}
	return stats, nil
}

// checkLocks returns an error if files in dir, or in the directory in which it
// would be made, cannot be locked, although the operating system can.
func checkLocks(dir string) error {
	for {
		_, err := os.Lstat(dir)
		parent := filepath.Dir(dir)
		if !kernellock.Available || err != nil && (!errors.Is(err, fs.ErrNotExist) || parent == dir) {
			return nil
		}
		if err == nil {
			return kernellock.Probe(dir)
		}
		dir = parent
	}
}

// addSegment adds what is queued in a segment, which r reads, and returns its counts.
func (stats *Stats) addSegment(path string, r *lines.Reader) (counts, error) {
	f, p, err := openFront(path)
	if err != nil {
		return counts{}, err
	}
	defer f.Close()
	r.Reset(f, p.begin)
	n, size, err := countLines(r, p.begin, math.MaxInt)
	if err != nil {
		return counts{}, err
	}
	stats.Pending += n
	stats.PendingBytes += size
	if n > 0 {
		r.Reset(f, p.begin)
		stats.addOldest(r)
	}
	return p.header.counts, nil
}

// openFront opens a segment for reading.
func openFront(path string) (*os.File, front, error) {
	f, info, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return nil, front{}, err
	}
	p, err := readFront(f, info.Size())
	if err != nil {
		_ = f.Close()
		return nil, front{}, err
	}
	return f, p, nil
}

// addOldest looks at the first event that r reads.
func (stats *Stats) addOldest(r *lines.Reader) {
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) || err != nil {
			return
		}
		if l.Kind != lines.Whole {
			continue
		}
		e, err := telemetry.ParseEvent(l.Text)
		if err != nil || e.Name == "" {
			continue
		}
		if stats.Oldest.IsZero() || e.TimestampUTC.Before(stats.Oldest) {
			stats.Oldest = e.TimestampUTC
		}
		return
	}
}
