package store

import (
	"context"
	"database/sql"
	"errors"
)

// machine is what the writer keeps of a machine. no 0: it is not in the store.
type machine struct {
	no          int64
	first, last int64
}

type machineKey struct {
	tool int64
	id   string
}

// dimNew is the dimension of the slice whose set of a day holds the machines
// first seen on that day.
const dimNew = "new"

func (w *writer) machineOf(ctx context.Context, key machineKey) (*machine, error) {
	if m := w.machines[key]; m != nil {
		return m, nil
	}
	m := &machine{}
	err := w.queryRow(ctx, "SELECT no, first, last FROM machine WHERE tool = ? AND id = ?", []any{key.tool, key.id}, &m.no, &m.first, &m.last)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	if len(w.machines) >= maxCachedMachines {
		clear(w.machines)
	}
	w.machines[key] = m
	return m, nil
}

// seen notes that a machine had an event on a day.
func (w *writer) seen(ctx context.Context, t *tool, key machineKey, m *machine, on int64) error {
	if m.no != 0 && m.first <= on && on <= m.last {
		return nil
	}
	newcomers, err := w.sliceOf(ctx, t, sliceKey{version: Any, os: Any, command: Any, dim: dimNew})
	if err != nil {
		return err
	}
	switch {
	case m.no == 0:
		m.first, m.last = on, on
		if m.no, err = w.insert(ctx, "INSERT INTO machine (tool, id, first, last) VALUES (?, ?, ?, ?)", key.tool, key.id, on, on); err != nil {
			return err
		}
		return w.mark(ctx, newcomers, on, m.no, true)
	case on > m.last:
		m.last = on
	case on < m.first:
		if err := w.mark(ctx, newcomers, m.first, m.no, false); err != nil {
			return err
		}
		m.first = on
		if err := w.mark(ctx, newcomers, on, m.no, true); err != nil {
			return err
		}
	}
	_, err = w.exec(ctx, "UPDATE machine SET first = ?, last = ? WHERE no = ?", m.first, m.last, m.no)
	return err
}

// mark puts a machine into the set of a slice and day, or takes it out.
func (w *writer) mark(ctx context.Context, slice, on, no int64, member bool) error {
	key := cellKey{slice, int32(on), int32(no / chunkSize)}
	c, err := w.cellOf(ctx, key)
	if err != nil {
		return err
	}
	if member {
		c.members.add(uint16(no % chunkSize))
	} else {
		c.members.remove(uint16(no % chunkSize))
	}
	w.touch(key, c)
	return nil
}
