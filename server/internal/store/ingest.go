package store

import (
	"context"
	"crypto/sha256"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// maxText is how long a tool's name, a version, a machine's ID and an event's
// name may be.
const maxText = 256

// maxAhead is how far a sender's clock may be ahead.
const maxAhead = 24 * time.Hour

// ingest inserts events and counts those that were new.
func (w *writer) ingest(ctx context.Context, events []Arrived) (Result, error) {
	var result Result
	for i := range events {
		reason, err := w.take(ctx, &events[i])
		switch {
		case err != nil:
			return Result{}, err
		case reason == "":
			result.Accepted++
		case reason == ReasonDuplicate:
			result.Duplicates++
		default:
			result.Refused = append(result.Refused, Refusal{Index: i, Reason: reason})
		}
	}
	return result, nil
}

// take inserts one event, or says why not.
func (w *writer) take(ctx context.Context, a *Arrived) (Reason, error) {
	e := &a.Event
	arrivedOn := dayOf(a.At)
	refuse := func(t *tool, reason Reason) (Reason, error) {
		w.count(t, arrivedOn, reason, 1)
		return reason, nil
	}
	if !valid(e) {
		return refuse(nil, ReasonInvalid)
	}
	t, err := w.toolOf(ctx, e.Tool)
	if err != nil {
		return "", err
	}
	switch delay := a.At.Sub(e.TimestampUTC); {
	case t == nil:
		return refuse(nil, ReasonTooManyTools)
	case delay > w.options.MaxAge:
		return refuse(t, ReasonTooOld)
	case delay < -maxAhead:
		return refuse(t, ReasonClockAhead)
	}
	if len(w.dead) > 0 {
		if _, deleted := w.dead[tombstoneOf(e.Tool, e.MachineID)]; deleted {
			return refuse(t, ReasonDeleted)
		}
	}

	id := e.ID
	if id.IsZero() {
		if id, err = derivedID(e); err != nil {
			return "", err
		}
	}
	key := machineKey{t.id, e.MachineID}
	m, err := w.machineOf(ctx, key)
	if err != nil {
		return "", err
	}
	if m.no == 0 { // an event that is known must not make a machine known
		var known int
		if err := w.queryRow(ctx, "SELECT count(*) FROM event WHERE id = ?", []any{id[:]}, &known); err != nil {
			return "", err
		}
		if known > 0 {
			return refuse(t, ReasonDuplicate)
		}
	}
	on := dayOf(e.TimestampUTC)
	if m.no == 0 {
		if err := w.seen(ctx, t, key, m, on); err != nil {
			return "", err
		}
	}
	s, err := w.shapeOf(ctx, t, e, arrivedOn)
	if err != nil {
		return "", err
	}
	inserted, err := w.exec(ctx, `INSERT INTO event (id, shape, machine, time, arrived, args, err_msg) VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, id[:], s.id, m.no, e.TimestampUTC.UnixNano(), a.At.UnixNano(), text(e.Args), text(e.ErrMsg))
	if err != nil {
		return "", err
	}
	if n, err := inserted.RowsAffected(); err != nil {
		return "", err
	} else if n == 0 {
		return refuse(t, ReasonDuplicate)
	}
	if err := w.seen(ctx, t, key, m, on); err != nil {
		return "", err
	}
	if err := w.rollUp(ctx, s, m.no, on); err != nil {
		return "", err
	}
	w.arrived[t.id] = a.At.UnixNano()
	w.intake[intakeKey{t.id, a.At.Unix() / 3600, delayBound(a.At.Sub(e.TimestampUTC))}]++
	return "", nil
}

// rollUp counts one event in its slices.
func (w *writer) rollUp(ctx context.Context, s *shape, no, on int64) error {
	for _, slice := range s.slices {
		key := cellKey{slice, int32(on), int32(no / chunkSize)}
		c, err := w.cellOf(ctx, key)
		if err != nil {
			return err
		}
		c.events++
		if s.run {
			c.runs++
		}
		if s.failed {
			c.failures++
		}
		c.members.add(uint16(no % chunkSize))
		w.touch(key, c)
	}
	return nil
}

func (w *writer) count(t *tool, on int64, reason Reason, n int64) {
	key := refusalKey{day: on, reason: reason}
	if t != nil {
		key.tool = t.id
	}
	w.refusals[key] += n
}

func valid(e *telemetry.Event) bool {
	for _, s := range []string{e.Tool, e.ToolVersion, e.MachineID, e.Name} {
		if s == "" || len(s) > maxText {
			return false
		}
	}
	year := e.TimestampUTC.Year()
	return year >= 1970 && year < 2200
}

// derivedID is the ID of an event that came without one: a hash of all its
// fields, so that the same event sent again is a duplicate.
func derivedID(e *telemetry.Event) (telemetry.ID, error) {
	line, err := e.AppendJSON(nil)
	if err != nil {
		return telemetry.ID{}, err
	}
	sum := sha256.Sum256(line)
	return telemetry.ID(sum[:16]), nil
}

func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func dayOf(t time.Time) int64 { return t.Unix() / 86400 }
