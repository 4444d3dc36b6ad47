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

// boundary is the sink that enforces a withdrawal. A command can run for hours
// while another process runs "disable" or "reset".
//
// It checks the decision before each write and again after it. A withdrawal is stored
// first and purges the queue second. So either the purge comes after this event, or
// the boundary sees the withdrawal and retracts the event. A check is cheap: it reads
// the record again only if the record or a variable changed. Between events in close
// succession, the check after one serves as the check before the next.
type boundary struct {
	gate    *gate
	install *installation
	began   verdict
	log     *filesink.Sink
	queue   *spoolsink.Sink // nil if nothing is sent
	queued  func()          // after each event that was queued

	before, after consent.Resolver                 // for the checks
	stood         atomic.Pointer[consent.Decision] // the last one that was found to stand
	looked        atomic.Int64                     // when that was, in Unix nanoseconds
}

// lookLasts is how long the check after an event serves the next one.
const lookLasts = time.Millisecond

func newBoundary(d *delivery, began verdict, log *filesink.Sink, queue *spoolsink.Sink, queued func()) *boundary {
	b := &boundary{
		gate: d.gate, install: d.install, began: began, log: log, queue: queue, queued: queued,
		before: d.gate.resolver(), after: d.gate.resolver(),
	}
	// No other process can change this process's variables, and none of them was a veto
	// when the session began. So the check before an event is enough to see a change.
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

// Emit writes e while the decision that began the session stands. Afterwards it does
// nothing, as a disabled Recorder does. If the decision cannot be read before the
// write, Emit returns an error and writes nothing.
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
	// An unreadable record, as when the process has no descriptor left, decides
	// nothing: no event is sent until it can be read.
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

// stands reports whether the decision stands, or an error if that cannot be told.
func (b *boundary) stands(look consent.Resolver) (bool, error) {
	if look.Unchanged(*b.stood.Load()) {
		return true, nil
	}
	v := b.gate.now()
	switch {
	case v.err != nil:
		return false, v.err
	case v.only(VetoStateUnusable) && sameYes(v.Consent, b.began.Consent):
		return false, &telemetry.Error{Kind: telemetry.ErrIO, Op: "app: record", Err: errors.New(v.reason())}
	case !v.sameYes(b.began):
		return false, nil
	}
	b.stood.Store(&v.Decision)
	return true, nil
}

// retract takes an event back, and removes the session's queue, which no later
// grant uses. It waits at most a second for another process's request.
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
