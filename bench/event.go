package main

import (
	"context"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// The event that everybody writes: the run of a command, with three attributes.
const (
	tool, version = "mytool", "1.4.0"
	machineID     = "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1"
	eventName     = "command.invoke"
)

var (
	cat     = catalog.New(tool, "To compare.")
	command = cat.Enum("command", "which command ran", "deploy", "status", "init")
	outcome = cat.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	took    = cat.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	invoke  = cat.Event(eventName, "one run of a command", command, outcome, took)
)

const elapsed = 3 * time.Second

// newRecorder returns a Recorder of declared events in front of sink.
func newRecorder(sink telemetry.Sink) (*telemetry.Recorder, error) {
	return telemetry.New(telemetry.Config{
		Tool: tool, ToolVersion: version, Policy: telemetry.Enabled, Salt: "mytool.telemetry.v1",
		MachineID: func(string) string { return machineID }, Sink: sink, Vocabulary: cat,
	})
}

func record(ctx context.Context, rec *telemetry.Recorder) error {
	return invoke.Record(ctx, rec, command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed))
}
