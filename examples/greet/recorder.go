package main

import (
	"context"
	"path/filepath"

	"github.com/adrg/xdg"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

const (
	tool    = "greet"
	version = "0.1.0"
)

// resolver decides whether greet records. The recorder and "telemetry status"
// ask the same one, so that they cannot disagree.
var resolver = consent.Resolver{Tool: tool}

// newRecorder returns a Recorder, which is nil and so off when anything is in
// doubt. Its errors are not the business of somebody who wants to greet;
// "telemetry status" tells them.
func newRecorder() *telemetry.Recorder {
	decision, err := resolver.Resolve()
	if err != nil || !filepath.IsAbs(eventsPath()) {
		return nil
	}
	rec, err := telemetry.New(telemetry.Config{
		Tool:        tool,
		ToolVersion: version,
		Policy:      decision.Policy,
		Salt:        tool + ".telemetry.v1",
		MachineID:   machineid.Derive,
		Sink:        filesink.New(eventsPath(), nil),
	})
	if err != nil {
		return nil
	}
	return rec
}

// recordRun records one run: the command's name and how it ended. What the user
// typed and what went wrong stay where they are.
func recordRun(ctx context.Context, rec *telemetry.Recorder, command string, err error) {
	outcome := "ok"
	switch {
	case ctx.Err() != nil:
		outcome = "cancelled"
	case err != nil:
		outcome = "error"
	}
	_ = rec.Record(ctx, "command.invoke", telemetry.String("command", command), telemetry.String("outcome", outcome))
}

// eventsPath returns the file that holds the events: in the user's state
// directory, apart from the decision, because people copy their configuration
// from machine to machine.
func eventsPath() string { return filepath.Join(xdg.StateHome, tool, "events.jsonl") }

// eventsFiles returns the paths of the file that holds the events and of the two
// older ones that the file sink keeps beside it, the youngest first. None of them
// need be there.
func eventsFiles() []string {
	path := eventsPath()
	return []string{path, path + ".1", path + ".2"}
}
