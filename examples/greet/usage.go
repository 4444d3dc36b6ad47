package main

import (
	"context"
	"path/filepath"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

const (
	tool    = "greet"
	version = "0.1.0"
)

// resolver decides whether greet records. The recorder, the delivery and
// "telemetry status" ask the same one, so that they cannot disagree.
var resolver = consent.Resolver{Tool: tool}

// usage records one run, and delivers what earlier runs recorded beside it. The
// zero value is off: it does nothing.
type usage struct {
	rec      *telemetry.Recorder
	log      *filesink.Sink
	queue    *spoolsink.Sink // nil without an endpoint
	delivery *delivery
}

// startUsage returns a usage that is off when anything is in doubt. What is wrong
// is not the business of somebody who wants to greet; "telemetry status" tells.
func startUsage() *usage {
	decision, err := resolver.Resolve()
	if err != nil || decision.Policy != telemetry.Enabled || !filepath.IsAbs(eventsPath()) {
		return &usage{}
	}
	u := &usage{log: filesink.New(eventsPath(), nil)}
	sink := telemetry.Sink(u.log)
	if u.queue, err = newQueue(); err != nil {
		return &usage{}
	}
	if u.queue != nil {
		sink = telemetry.Tee(u.log, u.queue)
	}
	u.rec, err = telemetry.New(telemetry.Config{
		Tool:        tool,
		ToolVersion: version,
		Policy:      decision.Policy,
		Salt:        tool + ".telemetry.v1",
		MachineID:   machineid.Derive,
		Sink:        sink,
	})
	if err != nil {
		return &usage{}
	}
	u.delivery = startDelivery(u.queue)
	return u
}

// record records one run: the command's name and how it ended. What the user
// typed and what went wrong stay where they are.
func (u *usage) record(ctx context.Context, command string, err error) {
	outcome := "ok"
	switch {
	case ctx.Err() != nil:
		outcome = "cancelled"
	case err != nil:
		outcome = "error"
	}
	_ = u.rec.Record(ctx, "command.invoke", telemetry.String("command", command), telemetry.String("outcome", outcome))
}

// end ends the delivery, whatever it was doing: the next run goes on with it.
func (u *usage) end() {
	u.delivery.end()
	_ = u.queue.Close()
	_ = u.log.Close()
}
