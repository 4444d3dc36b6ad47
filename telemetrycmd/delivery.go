package telemetrycmd

import (
	"context"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
)

// moment is what a delivery that is given up has left to note that, so that the
// next run does not try at once again.
const moment = 50 * time.Millisecond

// delivery is a delivery under way, beside the command's own work.
type delivery struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when it has ended
}

// beginDelivery delivers what is in the queue, until it is empty or the delivery
// is ended. Then tidy is called.
func beginDelivery(queue *spoolsink.Sink, tidy func()) *delivery {
	// Neither the command's context, for the command may end before, nor a deadline,
	// until which the queue would try again and again.
	ctx, cancel := context.WithCancel(context.Background())
	d := &delivery{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		_, _ = queue.Deliver(ctx) // what is not delivered stays queued
		tidy()
	}()
	return d
}

// wait waits until the delivery has ended, or the time is up, and reports whether
// it has ended.
func (d *delivery) wait(atMost time.Duration) bool {
	timer := time.NewTimer(atMost)
	defer timer.Stop()
	select {
	case <-d.done:
		return true
	case <-timer.C:
		return false
	}
}

// end ends the delivery. A request that has no answer yet is given up. An Exporter
// that does not end when it must is left behind.
func (d *delivery) end() {
	d.cancel()
	d.wait(moment)
}

// stopDelivery ends a delivery of this process, which a tool has that runs several
// commands: a queue cannot be removed while it is being delivered.
func (a *App) stopDelivery() {
	a.mu.Lock()
	rec := a.recording
	a.mu.Unlock()
	if rec == nil {
		return
	}
	if d := rec.delivery.Load(); d != nil {
		d.end()
	}
}

// deliver begins a delivery, unless one was begun.
func (r *recording) deliver() {
	if r.queue != nil && r.delivery.Load() == nil {
		r.delivery.Store(beginDelivery(r.queue, r.sweep))
	}
}

// finish ends the delivery. With a budget it waits for that first, and for what
// was recorded since the delivery began.
func (r *recording) finish(budget time.Duration) {
	d := r.delivery.Load()
	if d == nil {
		return
	}
	begin := time.Now()
	if budget > 0 && d.wait(budget) {
		d.cancel()
		r.ending.Store(false)
		d = beginDelivery(r.queue, r.sweep)
		r.delivery.Store(d)
		d.wait(budget - time.Since(begin))
	}
	d.end()
}
