package app

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"github.com/optin-go/optin/consent"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// boundary is the sink that a withdrawal stops: a command can run for hours, and
// another process can run "disable" or "reset" meanwhile.
//
// It looks at the decision before it writes, and once more afterwards. Whoever
// withdraws stores that first and removes the queue then. So either the removal
// happens after this event, or the boundary sees the withdrawal, and takes the event
// back. A look is cheap: the record is read again only if it, or a variable, changed.
// Between events that follow each other closely, the look after one is that before the
// next.
type boundary struct {
	gate    *gate
	install *installation
	began   verdict
	log     *filesink.Sink
	queue   *spoolsink.Sink // nil if nothing is sent
	queued  func()          // after each event that was queued

	before, after consent.Resolver                 // of the looks
	stood         atomic.Pointer[consent.Decision] // the last look that found the decision standing
	looked        atomic.Int64                     // when that was, in Unix nanoseconds
}

// lookLasts is how long the look after an event serves the next one.
const lookLasts = time.Millisecond

func newBoundary(d *delivery, began verdict, log *filesink.Sink, queue *spoolsink.Sink, queued func()) *boundary {
	b := &boundary{
		gate: d.gate, install: d.install, began: began, log: log, queue: queue, queued: queued,
		before: d.gate.resolver(began.required), after: d.gate.resolver(began.required),
	}
	// No other process changes the variables of this one. The look before an event sees
	// what this process changes. None of them said no when the session began.
	variable := consent.VariableName(d.tool)
	value, set := d.gate.lookupEnv(variable)
	b.after.LookupEnv = func(name string) (string, bool) {
		if name == variable {
			return value, set
		}
		return "", false
	}
	b.stood.Store(&began.Decision)
	return b
}

// Emit writes e while the decision stands by which the session began. Once it does not,
// Emit does what a Recorder does that is off: nothing. If that cannot be told, it is an
// error, and nothing is written.
func (b *boundary) Emit(ctx context.Context, e telemetry.Event) error {
	if time.Now().UnixNano()-b.looked.Load() > int64(lookLasts) {
		if stands, err := b.stands(b.before); err != nil || !stands {
			return err
		}
	}
	err := b.log.Emit(ctx, e)
	if b.queue != nil {
		err = errors.Join(err, b.queue.Emit(ctx, e))
	}
	// A record that cannot be read, as when the process has no descriptor left, says
	// nothing: what waits is not sent until it can be.
	stands, lookErr := b.stands(b.after)
	switch {
	case lookErr != nil:
		b.looked.Store(0)
	case !stands:
		b.looked.Store(0)
		b.retract(e.ID)
		return nil
	default:
		b.looked.Store(time.Now().UnixNano())
	}
	if err == nil && b.queue != nil {
		b.queued()
	}
	return err
}

// Flush does nothing: events are on disk when Emit returns.
func (b *boundary) Flush(context.Context) error { return nil }

// stands reports whether the decision stands. An error says that it cannot be told.
func (b *boundary) stands(look consent.Resolver) (bool, error) {
	if look.Unchanged(*b.stood.Load()) {
		return true, nil
	}
	v := b.gate.now()
	if v.err != nil {
		return false, v.err
	}
	if !v.sameYes(b.began) {
		return false, nil
	}
	b.stood.Store(&v.Decision)
	return true, nil
}

// retract takes an event back, and removes the session's queue, where no later yes
// looks. It does not wait for long for a request of another process.
func (b *boundary) retract(id telemetry.ID) {
	const patience = time.Second
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer quietly()
		_ = b.log.Retract(ctx, id)
		if b.queue != nil {
			_ = b.queue.Retract(ctx, id)
			_ = purgeQueue(b.install.queues.of(b.began.Consent)) // whoever withdrew did the same, and was told if it failed
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
