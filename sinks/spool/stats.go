package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
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
	// LastResult is how it ended: "ok", that it was given up because the context
	// ended, or the text of the error, redacted. It is empty if there was none.
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
// [telemetry.ErrIO]; the Stats then hold what could be read.
func (s *Sink) Stats() (Stats, error) {
	const op = "stats"
	if s == nil {
		return Stats{Dropped: map[DropReason]int{}}, ioError(op, errNoDir)
	}
	stats := Stats{Dropped: map[DropReason]int{}}
	if err := s.checkPath(); err != nil {
		return stats, ioError(op, err)
	}
	if err := checkDir(s.dir); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		} else {
			err = ioError(op, err)
		}
		return stats, err
	}
	st := loadState(s.dir)
	stats.LastAttempt, stats.LastResult = st.LastAttempt, st.LastResult
	if _, due := st.due(time.Now()); !due {
		stats.NextAttempt = st.NextAttempt
	}
	names, err := segmentNames(s.dir, -1)
	if err != nil {
		return stats, ioError(op, err)
	}
	var firstErr error
	for _, name := range names {
		c, err := stats.addSegment(filepath.Join(s.dir, name))
		switch {
		case err == nil:
			if name != st.Folded {
				st.add(c)
			}
		case !isNothing(err) && firstErr == nil:
			firstErr = ioError(op, err)
		}
	}
	stats.Delivered, stats.Dropped = st.Delivered, st.Dropped
	return stats, firstErr
}

// addSegment adds what is queued in a segment, and returns its counts.
func (stats *Stats) addSegment(path string) (counts, error) {
	f, _, err := openOwn(path, os.O_RDONLY)
	if err != nil {
		return counts{}, err
	}
	defer f.Close()
	h, begin, err := readHeader(f)
	if err != nil {
		return counts{}, err
	}
	n, size, err := countLines(f, begin)
	if err != nil {
		return counts{}, err
	}
	stats.Pending += n
	stats.PendingBytes += size
	if n > 0 {
		stats.addOldest(f, begin)
	}
	return h.counts, nil
}

// addOldest looks at the first event of a segment.
func (stats *Stats) addOldest(f *os.File, begin int64) {
	r := newLineReader(f, begin)
	for {
		l, err := r.next()
		if errors.Is(err, io.EOF) || err != nil {
			return
		}
		e, reason := decode(l.text, nil)
		if l.kind != lineWhole || reason != "" {
			continue
		}
		if stats.Oldest.IsZero() || e.TimestampUTC.Before(stats.Oldest) {
			stats.Oldest = e.TimestampUTC
		}
		return
	}
}
