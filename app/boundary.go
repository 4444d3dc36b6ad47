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
type boundary struct {
	gate    *gate
	install *installation
	began   verdict
	log     *filesink.Sink
	queue   *spoolsink.Sink // nil if nothing is sent
	queued  func()          // after each event that was queued

	resolver consent.Resolver
	stood    atomic.Pointer[consent.Decision] // the last look that found the decision standing
}

// Emit writes e while the decision stands by which the session began. Once it does not,
// Emit does what a Recorder does that is off: nothing. If that cannot be told, it is an
// error, and nothing is written.
func (b *boundary) Emit(ctx context.Context, e telemetry.Event) error {
	stands, err := b.stands()
	if err != nil || !stands {
		return err
	}
	err = b.log.Emit(ctx, e)
	if b.queue != nil {
		err = errors.Join(err, b.queue.Emit(ctx, e))
	}
	// A record that cannot be read, as when the process has no descriptor left, says
	// nothing: what waits is not sent until it can be.
	if stands, lookErr := b.stands(); lookErr == nil && !stands {
		b.retract(e.ID)
		return nil
	}
	if err == nil && b.queue != nil {
		b.queued()
	}
	return err
}

// Flush does nothing: events are on disk when Emit returns.
func (b *boundary) Flush(context.Context) error { return nil }

// stands reports whether the decision stands. An error says that it cannot be told.
func (b *boundary) stands() (bool, error) {
	if last := b.stood.Load(); last != nil && b.resolver.Unchanged(*last) {
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
