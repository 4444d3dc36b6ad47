package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// delivery delivers the queue: through a sender or, with an ExitBudget, at the end
// of a run.
type delivery struct {
	tool     string
	exporter telemetry.Exporter // nil keeps events on this machine
	every    time.Duration      // the shortest time between two senders
	budget   time.Duration      // above 0 starts no sender
	onResult func(spoolsink.Report, error)
	install  *installation
	gate     *gate
	starter  *starter
	debug    *debugLog
}

const (
	// watchdog ends a sender, whatever it is doing.
	watchdog = 30 * time.Second
	// senderDeadline ends the work of a sender.
	senderDeadline = 25 * time.Second
	// manyWait is how many waiting events make a delivery due at once. A queue counts
	// no further.
	manyWait = 100
	// startPause is the shortest time between two senders when many events wait: the
	// last one may still be delivering them.
	startPause = watchdog
	// cancelGrace is how long a cancelled delivery may take to record the
	// interruption.
	cancelGrace = 50 * time.Millisecond
)

// detaches reports whether a sender delivers the events.
func (d *delivery) detaches() bool { return d.exporter != nil && d.budget <= 0 }

// queue returns the queue of the grant in v, in front of the Exporter; nil without an
// Exporter. Each request checks that the grant still stands.
func (d *delivery) queue(v verdict) *spoolsink.Sink {
	if d.exporter == nil {
		return nil
	}
	return spoolsink.New(d.install.queues.of(v.Consent), d.exporter, &spoolsink.Options{
		Allowed: func() bool { return d.gate.now().sameYes(v) },
		OnResult: func(r spoolsink.Report, err error) {
			next := ""
			if !r.NextAttempt.IsZero() {
				next = ", next attempt " + r.NextAttempt.UTC().Format(time.RFC3339)
			}
			d.debug.result(err, "delivered %d, dropped %v, requests %d%s", r.Delivered, r.Dropped, r.Requests, next)
			if d.onResult != nil {
				d.onResult(r, err)
			}
		},
	})
}

// sweep removes the queues of earlier decisions.
func (d *delivery) sweep(v verdict) {
	d.install.queues.sweep(d.install.queues.of(v.Consent), func() bool { return d.gate.now().sameYes(v) })
}

// startIfDue starts a sender if events wait, the interval has passed and the queue
// does not back off.
func (d *delivery) startIfDue(queue *spoolsink.Sink) {
	defer quietly()
	if !d.detaches() {
		return
	}
	every, last := d.every, d.install.marker.touched()
	if !isOver(last, every) {
		every = min(every, startPause)
		if !isOver(last, every) {
			return
		}
	}
	if why := d.starter.refusal(); why != "" {
		d.debug.printf("no second process: %s", why)
		return
	}
	waiting, err := queue.Waiting()
	switch {
	case err != nil:
		d.debug.printf("no second process: %v", err)
	case waiting.Events == 0, every != d.every && waiting.Events < manyWait:
	case isAhead(waiting.NextAttempt):
		d.debug.printf("no second process: the queue backs off until %v", waiting.NextAttempt)
	default:
		d.start(every)
	}
}

// isAhead reports whether a time is still to come. A time beyond the longest back-off
// came from a wrong clock, and does not count.
func isAhead(at time.Time) bool {
	wait := time.Until(at)
	return wait > 0 && wait <= 24*time.Hour
}

// start starts a sender, unless another process does.
func (d *delivery) start(every time.Duration) {
	claim, ok := d.install.marker.claim(every)
	if !ok {
		return
	}
	err := d.starter.start(d.install.dir)
	claim.started(err)
	d.debug.result(err, "started a second process")
}

// finish delivers the queue at the end of a run, within the budget.
func (d *delivery) finish(queue *spoolsink.Sink) {
	defer quietly()
	if d.budget <= 0 {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	deadline := time.AfterFunc(d.budget, cancel)
	defer deadline.Stop()
	_, _ = deliverWithin(ctx, queue, cancelGrace)
}

// deliverWithin delivers the queue once. It returns when ctx ends, or grace later, and
// leaves an Exporter behind that does not end. Callers cancel ctx rather than give it
// a deadline: until a deadline the queue would keep retrying.
func deliverWithin(ctx context.Context, queue *spoolsink.Sink, grace time.Duration) (spoolsink.Report, error) {
	type result struct {
		report spoolsink.Report
		err    error
	}
	done := make(chan result, 1)
	go func() {
		r := result{err: errors.New("the delivery panicked")}
		defer func() {
			_ = recover()
			done <- r
		}()
		r.report, r.err = queue.Deliver(ctx)
	}()
	select {
	case r := <-done:
		return r.report, r.err
	case <-ctx.Done():
	}
	timer := time.NewTimer(grace)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.report, r.err
	case <-timer.C:
		return spoolsink.Report{}, ctx.Err()
	}
}

// now does the work of a sender.
func (d *delivery) now(ctx context.Context) {
	d.retryDeletion(ctx)
	v := d.gate.now()
	queue := d.queue(v)
	if !v.on() || queue == nil {
		d.debug.printf("nothing is sent: %s", v.reason())
		return
	}
	defer func() { _ = queue.Close() }()
	_, _ = deliverWithin(ctx, queue, cancelGrace)
	d.sweep(v)
}

// retryIfDue retries an unacknowledged request to delete, after a run that found one
// in the record of consent.
func (d *delivery) retryIfDue() {
	defer quietly()
	switch {
	case d.exporter == nil || !isOver(d.install.marker.touched(), d.every):
	case d.budget > 0:
		if claim, ok := d.install.marker.claim(d.every); ok {
			claim.release()
			ctx, cancel := context.WithTimeout(context.Background(), d.budget)
			defer cancel()
			d.retryDeletion(ctx)
		}
	case d.starter.refusal() == "":
		d.start(d.every)
	}
}

// retryDeletion repeats the pending request to delete, if there is one.
func (d *delivery) retryDeletion(ctx context.Context) {
	r, err := d.install.deletion.pending()
	if err != nil {
		return
	}
	_, err = d.requestDeletion(ctx, r)
	d.debug.result(err, "asked again to delete")
}

// errTakesNone says that the receiver takes no requests to delete.
var errTakesNone = errors.New("the receiver takes no requests to delete")

// requestDeletion asks the receiver to delete what it has of the machine. Once the
// receiver acknowledges, the machine gets a new identity and the request is no longer
// pending.
func (d *delivery) requestDeletion(ctx context.Context, r request) (receipt telemetry.Receipt, err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("the exporter panicked")
		}
	}()
	deleter, ok := d.exporter.(telemetry.Deleter)
	if !ok {
		return telemetry.Receipt{}, errTakesNone
	}
	receipt, err = deleter.Delete(ctx, d.tool, r.machineID)
	if errors.Is(err, telemetry.ErrRejected) {
		return telemetry.Receipt{}, errTakesNone
	}
	if err != nil {
		return telemetry.Receipt{}, err
	}
	return receipt, d.acknowledged(r)
}

// acknowledged ends the request. It changes the identity first: the next event must
// not carry the ID that was to be deleted.
func (d *delivery) acknowledged(r request) error {
	if err := d.install.leave(r.machineID); err != nil {
		return fmt.Errorf("this machine keeps its identity: %w", err)
	}
	if err := d.install.deletion.done(); err != nil {
		return err
	}
	return d.gate.unmark()
}
