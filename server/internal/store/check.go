package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Report is what [Check] found.
type Report struct {
	Events, Machines, Rollups int
	FromDay                   int64    // the first day whose roll-ups were recomputed
	Problems                  []string // at most maxProblems; none: the store is sound
}

const maxProblems = 20

func (r *Report) problem(format string, args ...any) {
	if len(r.Problems) < maxProblems {
		r.Problems = append(r.Problems, fmt.Sprintf(format, args...))
	}
}

// Check reads the whole store, asks SQLite about its integrity, and recomputes
// the roll-ups of all days of which no event was swept. It needs memory for these
// roll-ups.
func Check(ctx context.Context, db *sql.DB) (Report, error) {
	var r Report
	err := check(ctx, db, &r)
	return r, explained(err)
}

func check(ctx context.Context, db *sql.DB, r *Report) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}) // one state of the store
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := integrity(ctx, tx, r); err != nil || len(r.Problems) > 0 {
		return err
	}
	var swept int64
	err = tx.QueryRowContext(ctx, "SELECT value FROM meta WHERE key = ?", metaSwept).Scan(&swept)
	switch {
	case err == nil:
		r.FromDay = swept/int64(day) + 2 // an event may be of the day after its arrival
	case !errors.Is(err, sql.ErrNoRows):
		return err
	}
	want, err := recompute(ctx, tx, r)
	if err != nil {
		return err
	}
	return compare(ctx, tx, r, want)
}

func integrity(ctx context.Context, tx *sql.Tx, r *Report) error {
	rows, err := tx.QueryContext(ctx, "PRAGMA integrity_check(20)")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			r.problem("SQLite: %s", line)
		}
	}
	return rows.Err()
}

// recompute counts the events again.
func recompute(ctx context.Context, tx *sql.Tx, r *Report) (map[cellKey]*cell, error) {
	slices := map[int64]map[sliceKey]int64{} // by tool
	rows, err := tx.QueryContext(ctx, "SELECT id, tool, dev, version, os, command, dim, value FROM slice")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id, tool int64
		var key sliceKey
		if err := rows.Scan(&id, &tool, &key.dev, &key.version, &key.os, &key.command, &key.dim, &key.value); err != nil {
			return nil, err
		}
		if slices[tool] == nil {
			slices[tool] = map[sliceKey]int64{}
		}
		slices[tool][key] = id
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}

	want := map[cellKey]*cell{}
	at := func(slice, on, no int64) *cell {
		key := cellKey{slice, int32(on), int32(no / chunkSize)}
		c := want[key]
		if c == nil {
			c = &cell{}
			want[key] = c
		}
		return c
	}
	shapes, err := placed(ctx, tx, slices)
	if err != nil {
		return nil, err
	}
	events, err := tx.QueryContext(ctx, "SELECT shape, machine, time / 86400000000000 FROM event")
	if err != nil {
		return nil, err
	}
	defer events.Close()
	for events.Next() {
		var shapeID, no, on int64
		if err := events.Scan(&shapeID, &no, &on); err != nil {
			return nil, err
		}
		r.Events++
		s := shapes[shapeID]
		if s == nil {
			r.problem("an event has no shape %d", shapeID)
			continue
		}
		if on < r.FromDay {
			continue
		}
		for _, slice := range s.slices {
			c := at(slice, on, no)
			c.events++
			if s.run {
				c.runs++
			}
			if s.failed {
				c.failures++
			}
			c.members.add(uint16(no % chunkSize))
		}
	}
	if err := events.Err(); err != nil {
		return nil, err
	}

	machines, err := tx.QueryContext(ctx, "SELECT no, tool, first FROM machine")
	if err != nil {
		return nil, err
	}
	defer machines.Close()
	for machines.Next() {
		var no, tool, first int64
		if err := machines.Scan(&no, &tool, &first); err != nil {
			return nil, err
		}
		r.Machines++
		if first >= r.FromDay {
			at(slices[tool][sliceKey{version: Any, os: Any, command: Any, dim: dimNew}], first, no).members.add(uint16(no % chunkSize))
		}
	}
	return want, machines.Err()
}

// placed returns all shapes with their slices.
func placed(ctx context.Context, tx *sql.Tx, slices map[int64]map[sliceKey]int64) (map[int64]*shape, error) {
	shapes := map[int64]*shape{}
	rows, err := tx.QueryContext(ctx, "SELECT id, tool, "+shapeColumns+" FROM shape")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		s := &shape{}
		var tool int64
		var f facts
		if err := rows.Scan(append([]any{&s.id, &tool}, f.columns()...)...); err != nil {
			return nil, err
		}
		s.run, s.failed = f.run, f.failed
		for _, key := range f.slices() {
			if id, ok := slices[tool][key]; ok {
				s.slices = append(s.slices, id)
			}
		}
		shapes[s.id] = s
	}
	return shapes, rows.Err()
}

// compare reports where the roll-ups are not what the events say.
func compare(ctx context.Context, tx *sql.Tx, r *Report, want map[cellKey]*cell) error {
	rows, err := tx.QueryContext(ctx, "SELECT slice, day, chunk, events, runs, failures, members FROM daily")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key cellKey
		var c cell
		var encoded []byte
		if err := rows.Scan(&key.slice, &key.day, &key.chunk, &c.events, &c.runs, &c.failures, &encoded); err != nil {
			return err
		}
		r.Rollups++
		if int64(key.day) < r.FromDay {
			continue
		}
		w := want[key]
		delete(want, key)
		switch {
		case w == nil:
			r.problem("slice %d on day %d has %d events, the events say none", key.slice, key.day, c.events)
		case w.events != c.events || w.runs != c.runs || w.failures != c.failures:
			r.problem("slice %d on day %d has %d events, %d runs and %d failures, the events say %d, %d and %d",
				key.slice, key.day, c.events, c.runs, c.failures, w.events, w.runs, w.failures)
		case !bytes.Equal(w.members.encode(), encoded):
			r.problem("slice %d on day %d has other machines than the events say", key.slice, key.day)
		}
	}
	for key, w := range want {
		r.problem("slice %d on day %d is missing; the events say %d", key.slice, key.day, w.events)
	}
	return rows.Err()
}
