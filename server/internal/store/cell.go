package store

import (
	"context"
	"database/sql"
	"errors"
)

// cellKey names a row of the table daily.
type cellKey struct {
	slice      int64
	day, chunk int32
}

// cell is a row of the table daily.
type cell struct {
	events, runs, failures int64
	members                members
	dirty                  bool
}

// cellOf returns the row, as it is with what this transaction changed.
func (w *writer) cellOf(ctx context.Context, key cellKey) (*cell, error) {
	if c := w.cells[key]; c != nil {
		return c, nil
	}
	c := &cell{}
	var encoded []byte
	err := w.queryRow(ctx, "SELECT events, runs, failures, members FROM daily WHERE slice = ? AND day = ? AND chunk = ?",
		[]any{key.slice, key.day, key.chunk}, &c.events, &c.runs, &c.failures, &encoded)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	c.members = decodeMembers(encoded)
	w.cells[key] = c
	return c, nil
}

func (w *writer) touch(key cellKey, c *cell) {
	if !c.dirty {
		c.dirty = true
		w.dirty = append(w.dirty, key)
	}
}

// writeCells writes what the transaction changed.
func (w *writer) writeCells(ctx context.Context) error {
	for _, key := range w.dirty {
		c := w.cells[key]
		c.dirty = false
		encoded := c.members.encode()
		if c.events <= 0 && len(encoded) == 0 {
			if _, err := w.exec(ctx, "DELETE FROM daily WHERE slice = ? AND day = ? AND chunk = ?", key.slice, key.day, key.chunk); err != nil {
				return err
			}
			delete(w.cells, key)
			continue
		}
		_, err := w.exec(ctx, `INSERT INTO daily (slice, day, chunk, events, runs, failures, members) VALUES (?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET events = excluded.events, runs = excluded.runs, failures = excluded.failures, members = excluded.members`,
			key.slice, key.day, key.chunk, c.events, c.runs, c.failures, encoded)
		if err != nil {
			return err
		}
	}
	w.dirty = w.dirty[:0]
	if len(w.cells) > maxCachedCells {
		clear(w.cells)
	}
	return nil
}
