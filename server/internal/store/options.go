package store

import "time"

// Options are what a store may be told. Zero values are the defaults.
type Options struct {
	// KeepEvents is how long events are kept after they arrived: 90 days. Roll-ups
	// are kept for KeepRollups: 400 days.
	KeepEvents, KeepRollups time.Duration
	// MaxAge is how old an event may be when it arrives: 30 days, and never more
	// than KeepEvents, since an older duplicate could not be told.
	MaxAge time.Duration
	// MaxTools is how many tools the store takes: 200.
	MaxTools int
	// Now is the clock: time.Now.
	Now func() time.Time
}

const day = 24 * time.Hour

func (o *Options) withDefaults() Options {
	var out Options
	if o != nil {
		out = *o
	}
	if out.KeepEvents <= 0 {
		out.KeepEvents = 90 * day
	}
	if out.KeepRollups <= 0 {
		out.KeepRollups = 400 * day
	}
	if out.MaxAge <= 0 {
		out.MaxAge = 30 * day
	}
	out.MaxAge = min(out.MaxAge, out.KeepEvents)
	if out.MaxTools <= 0 {
		out.MaxTools = 200
	}
	if out.Now == nil {
		out.Now = time.Now
	}
	return out
}
