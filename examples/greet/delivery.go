package main

import (
	"context"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// endpoint is the URL that greet delivers to. It is for its author to say, when
// the program is built:
//
//	go build -ldflags "-X main.endpoint=https://telemetry.example.org/v1/events" ./examples/greet
//
// Without one, events stay on this machine.
var endpoint string

// newQueue returns the queue in front of the endpoint, or nil if there is none.
func newQueue() (*spoolsink.Sink, error) {
	if endpoint == "" {
		return nil, nil
	}
	receiver, err := httpsink.New(httpsink.Config{Endpoint: endpoint, UserAgent: tool + "/" + version})
	if err != nil {
		return nil, err
	}
	return spoolsink.New(queuePath(), receiver, &spoolsink.Options{Allowed: isEnabled}), nil
}

// isEnabled is asked before each request: whoever opts out while one process is
// delivering stops that too.
func isEnabled() bool {
	decision, err := resolver.Resolve()
	return err == nil && decision.Policy == telemetry.Enabled
}

// delivery is a delivery under way, beside the command's own work.
type delivery struct {
	cancel context.CancelFunc
	done   chan struct{}
}

// startDelivery delivers what is in the queue, until it is empty or the delivery
// is ended. A nil queue has nothing to deliver.
func startDelivery(queue *spoolsink.Sink) *delivery {
	if queue == nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	d := &delivery{cancel: cancel, done: make(chan struct{})}
	go func() {
		defer close(d.done)
		_, _ = queue.Deliver(ctx) // what was not delivered stays queued
	}()
	return d
}

// end ends the delivery. A request that has no answer yet is given up, so that
// the command ends when its work does. The queue then notes that, for which it is
// given a moment: without the note the next run would try at once again.
func (d *delivery) end() {
	if d == nil {
		return
	}
	const moment = 50 * time.Millisecond
	d.cancel()
	select {
	case <-d.done:
	case <-time.After(moment):
	}
}
