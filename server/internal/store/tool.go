package store

import (
	"context"
	"database/sql"
	"errors"
)

// tool is what the writer keeps of one tool: all its slices, and by them the
// words of each dimension.
type tool struct {
	id     int64
	slices map[sliceKey]int64
	words  map[string]map[string]struct{} // dimension, word
}

func (t *tool) learn(key sliceKey, id int64) {
	t.slices[key] = id
	for dim, word := range map[string]string{"version": key.version, "os": key.os, "command": key.command, key.dim: key.value} {
		if word == Any || dim == "" {
			continue
		}
		if t.words[dim] == nil {
			t.words[dim] = map[string]struct{}{}
		}
		t.words[dim][word] = struct{}{}
	}
}

// limited is f, with Other for what is new and one too many.
func (t *tool) limited(f facts) facts {
	limit := func(dim, word string) string {
		if _, known := t.words[dim][word]; known || word == "" || len(t.words[dim]) < maxWords {
			return word
		}
		return Other
	}
	f.version, f.os, f.command = limit("version", f.version), limit("os", f.os), limit("command", f.command)
	for i := range f.others {
		f.others[i] = limit(dims[i], f.others[i])
	}
	if len(t.slices) >= maxSlices {
		for _, key := range f.slices() {
			if _, known := t.slices[key]; !known {
				return f.folded()
			}
		}
	}
	return f
}

// toolOf finds a tool, or inserts it. It returns nil when there would be too many.
func (w *writer) toolOf(ctx context.Context, name string) (*tool, error) {
	if t := w.tools[name]; t != nil {
		return t, nil
	}
	t := &tool{slices: map[sliceKey]int64{}, words: map[string]map[string]struct{}{}}
	err := w.queryRow(ctx, "SELECT id FROM tool WHERE name = ?", []any{name}, &t.id)
	if errors.Is(err, sql.ErrNoRows) {
		var known int
		if err := w.queryRow(ctx, "SELECT count(*) FROM tool", nil, &known); err != nil {
			return nil, err
		}
		if known >= w.options.MaxTools {
			return nil, nil //nolint:nilnil // no tool, and nothing failed
		}
		t.id, err = w.insert(ctx, "INSERT INTO tool (name) VALUES (?)", name)
	}
	if err != nil {
		return nil, err
	}
	rows, err := w.conn.QueryContext(ctx, "SELECT id, dev, version, os, command, dim, value FROM slice WHERE tool = ?", t.id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int64
		var key sliceKey
		if err := rows.Scan(&id, &key.dev, &key.version, &key.os, &key.command, &key.dim, &key.value); err != nil {
			return nil, err
		}
		t.learn(key, id)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	w.tools[name] = t
	return t, nil
}
