package store

import (
	"context"
	"strconv"
	"time"
)

// DelayBounds are the upper bounds, in seconds, of the ranges in which delays
// between an event and its arrival are counted. A delay below zero means that the
// sender's clock was ahead.
var DelayBounds = []int64{-3600, -60, -5, 5, 30, 60, 300, 900, 3600, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600, 2 * 86400, 4 * 86400, 7 * 86400, 14 * 86400, 31 * 86400}

// metaArrived, with a tool's number, is the key of the time, in nanoseconds, at which
// the tool's last event arrived. Stores of earlier versions lack it until the next one.
const metaArrived = "arrived "

type intakeKey struct{ tool, hour, delay int64 }

type refusalKey struct {
	tool, day int64
	reason    Reason
}

func delayBound(d time.Duration) int64 {
	for _, bound := range DelayBounds {
		if d <= time.Duration(bound)*time.Second {
			return bound
		}
	}
	return DelayBounds[len(DelayBounds)-1]
}

// writeCounts writes what the transaction counted of arrivals and refusals.
func (w *writer) writeCounts(ctx context.Context) error {
	for key, n := range w.intake {
		_, err := w.exec(ctx, `INSERT INTO intake (tool, hour, delay, events) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET events = events + excluded.events`, key.tool, key.hour, key.delay, n)
		if err != nil {
			return err
		}
	}
	for key, n := range w.refusals {
		_, err := w.exec(ctx, `INSERT INTO refused (tool, day, reason, events) VALUES (?, ?, ?, ?)
			ON CONFLICT DO UPDATE SET events = events + excluded.events`, key.tool, key.day, string(key.reason), n)
		if err != nil {
			return err
		}
	}
	for tool, at := range w.arrived {
		_, err := w.exec(ctx, `INSERT INTO meta (key, value) VALUES (?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value`, metaArrived+strconv.FormatInt(tool, 10), at)
		if err != nil {
			return err
		}
	}
	clear(w.intake)
	clear(w.refusals)
	clear(w.arrived)
	return nil
}
