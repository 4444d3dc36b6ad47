package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/optin-go/optin/consent"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// delivery sees to it that what waits is delivered: by a second process, or, with an
// ExitBudget, at the end of a run.
type delivery struct {
	tool     string
	exporter telemetry.Exporter // nil keeps everything here
	every    time.Duration      // how often a second process is started at most
	budget   time.Duration      // above 0, no process is started
	onResult func(spoolsink.Report, error)
	install  *installation
	gate     *gate
	starter  *starter
	debug    *debugLog
}

const (
	// watchdog ends a second process whatever it is doing.
	watchdog = 30 * time.Second
	// senderDeadline ends the work of a second process.
	senderDeadline = 25 * time.Second
	// manyWait is how many waiting events are due at once. A queue counts no further.
	manyWait = 100
	// startPause is how long a second process is left alone when many events wait: it
	// may still be at them.
	startPause = watchdog
	// cancelGrace is how long a cancelled delivery may take to note the interruption.
	cancelGrace = 50 * time.Millisecond
)

// detaches reports whether the events are delivered by a second process.
func (d *delivery) detaches() bool { return d.exporter != nil && d.budget <= 0 }

// queue returns the queue of the yes in v in front of the Exporter, or nil if there is
// none. Each request asks whether that yes still stands.
func (d *delivery) queue(v verdict) *spoolsink.Sink {
	if d.exporter == nil {
		return nil
	}
	return spoolsink.New(d.install.queues.of(v.Consent), d.exporter, &spoolsink.Options{
		Allowed: func() bool { return d.gate.now().sameYes(v) },
		OnResult: func(r spoolsink.Report, err error) {
			d.debug.result(err, "delivered %d, dropped %v, requests %d, next attempt %v", r.Delivered, r.Dropped, r.Requests, r.NextAttempt)
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

// startIfDue starts a second process if something waits, the interval has passed and
// the queue does not back off.
func (d *delivery) startIfDue(queue *spoolsink.Sink) {
	defer quietly()
	if !d.detaches() {
		return
	}
	if why := d.starter.refusal(); why != "" {
		d.debug.printf("no second process: %s", why)
		return
	}
	every, last := d.every, d.install.marker.touched()
	if !isOver(last, every) {
		every = min(every, startPause)
		if !isOver(last, every) {
			return
		}
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

// isAhead reports whether a time is still to come. One beyond the longest back-off is
// that of a clock that was wrong.
func isAhead(at time.Time) bool {
	wait := time.Until(at)
	return wait > 0 && wait <= 24*time.Hour
}

// start starts a second process, if nobody else does.
func (d *delivery) start(every time.Duration) {
	claim, ok := d.install.marker.claim(every)
	if !ok {
		return
	}
	err := d.starter.start(d.install.dir)
	claim.started(err)
	d.debug.result(err, "started a second process")
}

// finish delivers what waits at the end of a run, in at most the budget.
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

// deliverWithin delivers the queue once, and returns when ctx ends, or a moment later.
// An Exporter that does not end when it must is left behind. Not a deadline, until
// which the queue would try again and again, ends ctx.
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

// now is what a second process does.
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

// retryIfDue sees to a request to delete that is still to be acknowledged, after a run
// that found it in the record of the decision.
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

// retryDeletion makes a request to delete again, if one is pending.
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

// requestDeletion asks the receiver to delete what it has of the machine. Once it has
// acknowledged that, the machine has a new identity, and nothing is pending any more.
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

// acknowledged changes the identity first: without that, what is recorded next would
// have the ID that was to be deleted.
func (d *delivery) acknowledged(r request) error {
	if err := d.install.leave(r.machineID); err != nil {
		return fmt.Errorf("this machine keeps its identity: %w", err)
	}
	if err := d.install.deletion.done(); err != nil {
		return err
	}
	v := d.gate.now()
	if v.Consent.State == consent.Disabled && hasMark(v.Consent, markDelete) {
		return d.gate.refuse()
	}
	return nil
}
