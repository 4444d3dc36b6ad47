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
	done   chan struct{}
}

func beginDelivery(queue *spoolsink.Sink) *delivery {
	ctx, cancel := context.WithCancel(context.Background())
	d := &delivery{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		_, _ = queue.Deliver(ctx) // what is not delivered stays queued
	}()
	return d
}

// end ends the delivery. What was recorded meanwhile is delivered too if the
// budget has time for it; then a request that has no answer is given up.
func (d *delivery) end(queue *spoolsink.Sink, budget time.Duration) {
	if queue != nil && budget > 0 {
		ctx, cancel := context.WithTimeout(context.Background(), budget)
		defer cancel()
		if d.wait(ctx) {
			_ = queue.Flush(ctx)
		}
	}
	if d == nil {
		return
	}
	d.cancel()
	ctx, cancel := context.WithTimeout(context.Background(), moment)
	defer cancel()
	d.wait(ctx)
}

// wait reports whether the delivery has ended before ctx does.
func (d *delivery) wait(ctx context.Context) bool {
	if d == nil {
		return true
	}
	select {
	case <-d.done:
		return true
	case <-ctx.Done():
		return false
	}
}
