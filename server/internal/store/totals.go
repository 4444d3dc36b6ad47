package store

import (
	"sync"
	"time"
)

// Health is what a store says of itself since it was opened.
type Health struct {
	Opened     time.Time
	Accepted   int64
	Duplicates int64
	Refused    int64
	LastCommit time.Time // zero: none yet
	Failure    error     // of the last transaction; nil: it succeeded
	Waiting    int       // requests that wait for the writer
}

type totals struct {
	mu sync.Mutex
	h  Health
}

func (t *totals) add(r Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.h.Accepted += int64(r.Accepted)
	t.h.Duplicates += int64(r.Duplicates)
	t.h.Refused += int64(len(r.Refused))
}

func (t *totals) committed(at time.Time, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.h.Failure = err
	if err == nil {
		t.h.LastCommit = at
	}
}

// Health returns the counters since Open. It does not touch the disk.
func (s *Store) Health() Health {
	s.totals.mu.Lock()
	defer s.totals.mu.Unlock()
	h := s.totals.h
	h.Opened, h.Waiting = s.opened, len(s.jobs)
	return h
}
