package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// Limits on what a sender can make the roll-ups hold. Beyond them an event counts
// as one of "(other)".
const (
	maxWords  = 300    // distinct values of one dimension and tool
	maxSlices = 30_000 // slices of one tool
)

// shape is all that events have in common but for time and machine, with where
// they are counted.
type shape struct {
	id          int64
	used        int64 // the last day of arrival that is on disk
	run, failed bool
	slices      []int64
}

func shapeKey(e *telemetry.Event, attrs []byte) string {
	var b strings.Builder
	b.Grow(len(e.Tool) + len(e.ToolVersion) + len(e.Name) + len(attrs) + 3)
	for _, s := range []string{e.Tool, e.ToolVersion, e.Name} {
		b.WriteString(s)
		b.WriteByte(0)
	}
	b.Write(attrs)
	return b.String()
}

// shapeOf finds the shape of e, or inserts it.
func (w *writer) shapeOf(ctx context.Context, tool *tool, e *telemetry.Event, arrivedOn int64) (*shape, error) {
	attrs, err := e.Attrs.MarshalJSON()
	if err != nil {
		return nil, err
	}
	key := shapeKey(e, attrs)
	s := w.shapes[key]
	if s == nil {
		if s, err = w.loadShape(ctx, tool, e, attrs, arrivedOn); err != nil {
			return nil, err
		}
		if len(w.shapes) >= maxCachedShapes {
			clear(w.shapes)
		}
		w.shapes[key] = s
	}
	if s.used < arrivedOn {
		if _, err := w.exec(ctx, "UPDATE shape SET used = ? WHERE id = ?", arrivedOn, s.id); err != nil {
			return nil, err
		}
		s.used = arrivedOn
	}
	return s, nil
}

// counted columns of a shape, in the order of facts.
const shapeColumns = "dev, run, failed, version_, os, command, platform, interactive, agent, install, outcome, took, name_"

// columns are where the values of shapeColumns go.
func (f *facts) columns() []any {
	into := []any{&f.dev, &f.run, &f.failed, &f.version, &f.os, &f.command}
	for i := range f.others {
		into = append(into, &f.others[i])
	}
	return into
}

func (w *writer) loadShape(ctx context.Context, tool *tool, e *telemetry.Event, attrs []byte, arrivedOn int64) (*shape, error) {
	s := &shape{used: arrivedOn}
	var f facts
	names := []any{tool.id, e.ToolVersion, e.Name, string(attrs)}
	err := w.queryRow(ctx, "SELECT id, used, "+shapeColumns+" FROM shape WHERE tool = ? AND version = ? AND name = ? AND attrs = ?",
		names, append([]any{&s.id, &s.used}, f.columns()...)...)
	if errors.Is(err, sql.ErrNoRows) {
		f = tool.limited(factsOf(e))
		values := append(names, arrivedOn)
		values = append(values, f.columns()...)
		s.id, err = w.insert(ctx, "INSERT INTO shape (tool, version, name, attrs, used, "+shapeColumns+") VALUES (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
	}
	if err != nil {
		return nil, err
	}
	return s, w.place(ctx, tool, s, &f)
}

func (w *writer) shapeByID(ctx context.Context, tool *tool, id int64) (*shape, error) {
	s := &shape{id: id}
	var f facts
	if err := w.queryRow(ctx, "SELECT "+shapeColumns+" FROM shape WHERE id = ?", []any{id}, f.columns()...); err != nil {
		return nil, err
	}
	return s, w.place(ctx, tool, s, &f)
}

// place finds the slices of a shape.
func (w *writer) place(ctx context.Context, tool *tool, s *shape, f *facts) error {
	s.run, s.failed = f.run, f.failed
	for _, key := range f.slices() {
		id, err := w.sliceOf(ctx, tool, key)
		if err != nil {
			return err
		}
		s.slices = append(s.slices, id)
	}
	return nil
}

func (w *writer) sliceOf(ctx context.Context, tool *tool, key sliceKey) (int64, error) {
	if id, ok := tool.slices[key]; ok {
		return id, nil
	}
	id, err := w.insert(ctx, "INSERT INTO slice (tool, dev, version, os, command, dim, value) VALUES (?, ?, ?, ?, ?, ?, ?)",
		tool.id, key.dev, key.version, key.os, key.command, key.dim, key.value)
	if err != nil {
		return 0, err
	}
	tool.learn(key, id)
	return id, nil
}
