package store

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// Delete deletes all events of a machine of a tool and takes it out of the
// roll-ups, refuses its events for the time that queues keep events, and returns
// the time by which backups made before must be gone. A machine that is not known
// is refused all the same. What roll-ups still count of days whose events were
// swept are numbers that name no machine; they stay.
func (s *Store) Delete(ctx context.Context, tool, machineID string) (by time.Time, err error) {
	key := tombstoneOf(tool, machineID)
	now := s.options.Now()
	_, err = s.do(ctx, job{direct: func(w *writer) error {
		err := w.transaction(ctx, func() error { return w.bury(ctx, key, now) })
		if err == nil {
			w.dead[key] = struct{}{}
		}
		return err
	}})
	if err != nil {
		return time.Time{}, err
	}
	if err := s.erase(ctx, tool, machineID); err != nil {
		return time.Time{}, err
	}
	return now.Add(deletedBy), nil
}

// erase removes what the store has of a machine whose events it refuses already.
// It looks for it beside the writer, which then changes only what was found.
func (s *Store) erase(ctx context.Context, tool, machineID string) error {
	key := tombstoneOf(tool, machineID)
	found, err := find(ctx, s.reads, tool, machineID)
	if err != nil {
		return explained(err)
	}
	_, err = s.do(ctx, job{direct: func(w *writer) error {
		return w.transaction(ctx, func() error {
			if found != nil {
				if err := w.erase(ctx, tool, machineID, found); err != nil {
					return err
				}
			}
			_, err := w.exec(ctx, "UPDATE tombstone SET done = 1 WHERE key = ?", key[:])
			return err
		})
	}})
	return err
}

// eraseBuried finishes deletions that a process began and did not finish.
func (s *Store) eraseBuried(ctx context.Context) error {
	var unfinished int
	if err := s.reads.QueryRowContext(ctx, "SELECT count(*) FROM tombstone WHERE done = 0").Scan(&unfinished); err != nil || unfinished == 0 {
		return err
	}
	undone := map[tombstoneKey]struct{}{}
	err := each(ctx, s.reads, "SELECT key FROM tombstone WHERE done = 0", nil, func(rows *sql.Rows) error {
		var key []byte
		if err := rows.Scan(&key); err != nil {
			return err
		}
		copied := tombstoneKey{}
		copy(copied[:], key)
		undone[copied] = struct{}{}
		return nil
	})
	if err != nil {
		return err
	}
	var names [][2]string
	err = each(ctx, s.reads, "SELECT t.name, m.id FROM machine m JOIN tool t ON t.id = m.tool", nil, func(rows *sql.Rows) error {
		var tool, id string
		if err := rows.Scan(&tool, &id); err != nil {
			return err
		}
		if _, ok := undone[tombstoneOf(tool, id)]; ok {
			names = append(names, [2]string{tool, id})
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := s.erase(ctx, name[0], name[1]); err != nil {
			return err
		}
	}
	return nil
}

// traces are what the store has of a machine.
type traces struct {
	no     int64
	events []struct{ seq, shape, day int64 }
	cells  []cellKey // whose sets it is in
}

func find(ctx context.Context, db *sql.DB, tool, machineID string) (*traces, error) {
	var found traces
	var toolID int64
	err := db.QueryRowContext(ctx, "SELECT m.no, t.id FROM machine m JOIN tool t ON t.id = m.tool WHERE t.name = ? AND m.id = ?", tool, machineID).Scan(&found.no, &toolID)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil //nolint:nilnil // nothing is known, and nothing failed
	}
	if err != nil {
		return nil, err
	}
	err = each(ctx, db, "SELECT seq, shape, time / 86400000000000 FROM event WHERE machine = ?", []any{found.no}, func(rows *sql.Rows) error {
		var e struct{ seq, shape, day int64 }
		if err := rows.Scan(&e.seq, &e.shape, &e.day); err != nil {
			return err
		}
		found.events = append(found.events, e)
		return nil
	})
	if err != nil {
		return nil, err
	}
	chunk, number := found.no/chunkSize, uint16(found.no%chunkSize)
	err = each(ctx, db, "SELECT d.slice, d.day, d.members FROM daily d JOIN slice s ON s.id = d.slice WHERE s.tool = ? AND d.chunk = ?",
		[]any{toolID, chunk}, func(rows *sql.Rows) error {
			key := cellKey{chunk: int32(chunk)}
			var encoded sql.RawBytes
			if err := rows.Scan(&key.slice, &key.day, &encoded); err != nil {
				return err
			}
			var set bitmap
			set.unite(encoded)
			if set.has(number) {
				found.cells = append(found.cells, key)
			}
			return nil
		})
	return &found, err
}

func (w *writer) erase(ctx context.Context, toolName, machineID string, found *traces) error {
	t, err := w.toolOf(ctx, toolName)
	if err != nil || t == nil {
		return err
	}
	shapes := map[int64]*shape{}
	for _, e := range found.events {
		result, err := w.exec(ctx, "DELETE FROM event WHERE seq = ?", e.seq)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			continue // swept meanwhile: the roll-ups keep its count
		}
		s := shapes[e.shape]
		if s == nil {
			if s, err = w.shapeByID(ctx, t, e.shape); err != nil {
				return err
			}
			shapes[e.shape] = s
		}
		if err := w.countDown(ctx, s, found.no, e.day); err != nil {
			return err
		}
	}
	for _, key := range found.cells {
		c, err := w.cellOf(ctx, key)
		if err != nil {
			return err
		}
		c.members.remove(uint16(found.no % chunkSize))
		w.touch(key, c)
	}
	if _, err := w.exec(ctx, "DELETE FROM machine WHERE no = ?", found.no); err != nil {
		return err
	}
	delete(w.machines, machineKey{t.id, machineID})
	return nil
}

// countDown undoes rollUp, but for the sets.
func (w *writer) countDown(ctx context.Context, s *shape, no, on int64) error {
	for _, slice := range s.slices {
		key := cellKey{slice, int32(on), int32(no / chunkSize)}
		c, err := w.cellOf(ctx, key)
		if err != nil {
			return err
		}
		c.events--
		if s.run {
			c.runs--
		}
		if s.failed {
			c.failures--
		}
		w.touch(key, c)
	}
	return nil
}

// each calls row for each row of a query.
func each(ctx context.Context, db *sql.DB, query string, args []any, row func(*sql.Rows) error) error {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := row(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
