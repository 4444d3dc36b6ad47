package store

import (
	"context"
	"database/sql"
)

// Steps of a sweep, between which the writer takes events.
const (
	sweepEvents = 2000
	sweepSlices = 200
	sparePages  = 1000 // free pages that stay in the file, to be used again
)

// metaSwept is the key of the time, in nanoseconds, before whose arrival events
// were deleted.
const metaSwept = "swept"

// Sweep deletes events and roll-ups that are older than they are kept, and gives
// the space back to the file system. Events are taken all the while.
func (s *Store) Sweep(ctx context.Context) error {
	now := s.options.Now()
	arrivedBefore := now.Add(-s.options.KeepEvents).UnixNano()
	firstDay := dayOf(now.Add(-s.options.KeepRollups))
	for {
		deleted, err := s.change(ctx, `DELETE FROM event WHERE seq IN
			(SELECT seq FROM (SELECT seq, arrived FROM event ORDER BY seq LIMIT ?) WHERE arrived < ?)`, sweepEvents, arrivedBefore)
		if err != nil {
			return err
		}
		if deleted == 0 {
			break
		}
		_, err = s.change(ctx, "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value", metaSwept, arrivedBefore)
		if err != nil {
			return err
		}
	}
	for from := int64(0); ; from += sweepSlices {
		var more bool
		if err := s.reads.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM slice WHERE id >= ?)", from).Scan(&more); err != nil {
			return explained(err)
		}
		if !more {
			break
		}
		if _, err := s.change(ctx, "DELETE FROM daily WHERE slice BETWEEN ? AND ? AND day < ?", from, from+sweepSlices-1, firstDay); err != nil {
			return err
		}
	}
	for _, old := range []struct {
		query string
		arg   int64
	}{
		{"DELETE FROM shape WHERE used < ?", arrivedBefore/int64(day) - 1},
		{"DELETE FROM machine WHERE last < ?", firstDay},
		{"DELETE FROM slice WHERE id NOT IN (SELECT slice FROM daily) AND ? > 0", 1},
		{"DELETE FROM intake WHERE hour < ?", 24 * firstDay},
		{"DELETE FROM refused WHERE day < ?", firstDay},
		{"DELETE FROM tombstone WHERE done = 1 AND at < ?", now.Add(-tombstoneAge).Unix()},
	} {
		if _, err := s.change(ctx, old.query, old.arg); err != nil {
			return err
		}
	}
	_, err := s.do(ctx, job{direct: func(w *writer) error {
		clear(w.dead)
		return w.loadTombstones(ctx)
	}})
	if err != nil {
		return err
	}
	return s.shrink(ctx)
}

// change runs one statement in a transaction of its own, and makes the writer
// forget what it remembers of the rows.
func (s *Store) change(ctx context.Context, query string, args ...any) (int64, error) {
	var deleted int64
	_, err := s.do(ctx, job{direct: func(w *writer) error {
		return w.transaction(ctx, func() error {
			result, err := w.exec(ctx, query, args...)
			if err != nil {
				return err
			}
			if deleted, err = result.RowsAffected(); err == nil && deleted > 0 {
				w.forget()
			}
			return err
		})
	}})
	if err != nil {
		return 0, err // the writer may still be at it, if ctx ended
	}
	return deleted, nil
}

// shrink returns free pages to the file system, a few at a time.
func (s *Store) shrink(ctx context.Context) error {
	for {
		var free int
		if err := s.reads.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&free); err != nil {
			return explained(err)
		}
		if free <= sparePages {
			return nil
		}
		var left int
		_, err := s.do(ctx, job{direct: func(w *writer) error {
			if err := drain(ctx, w.conn, "PRAGMA incremental_vacuum(500)"); err != nil {
				return err
			}
			return w.conn.QueryRowContext(ctx, "PRAGMA freelist_count").Scan(&left)
		}})
		if err != nil {
			return err
		}
		if left >= free { // others filled it, or the file is not of the kind that shrinks
			return nil
		}
	}
}

// drain runs a statement to its end: the pragma frees one page a row.
func drain(ctx context.Context, conn *sql.Conn, query string) error {
	rows, err := conn.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
	}
	return rows.Err()
}
