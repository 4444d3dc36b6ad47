package main

import (
	"context"
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// The event that everybody writes: the run of a command, with three attributes.
const (
	tool, version = "mytool", "1.4.0"
	machineID     = "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1"
	eventName     = "command.invoke"
	elapsed       = 3 * time.Second
)

var (
	cat     = catalog.New(tool, "To compare.")
	command = cat.Enum("command", "which command ran", "deploy", "status", "init")
	outcome = cat.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	took    = cat.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	invoke  = cat.Event(eventName, "one run of a command", command, outcome, took, cat.ErrorText("why it failed"))
)

// prose is what an error of 2 KiB says: free text, which optin redacts and the others
// do not.
var prose = strings.Repeat("the target could not be deployed because the server closed the connection before it answered; ", 22)[:2<<10]

// newRecorder returns a Recorder of declared events in front of sink.
func newRecorder(sink telemetry.Sink) (*telemetry.Recorder, error) {
	return telemetry.New(telemetry.Config{
		Tool: tool, ToolVersion: version, Policy: telemetry.Enabled, Salt: "mytool.telemetry.v1",
		MachineID: func(string) string { return machineID }, Sink: sink, Vocabulary: cat,
	})
}

// record records the event, with text as the error if there is one.
func record(rec *telemetry.Recorder, text string) error {
	ctx := context.Background()
	if text == "" {
		return invoke.Record(ctx, rec, command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed))
	}
	return rec.RecordEvent(ctx, telemetry.Event{Name: eventName, ErrMsg: text, Attrs: telemetry.Attrs{command.Of("deploy"), outcome.Of("ok"), took.Of(elapsed)}})
}

// newID returns an ID for those who have none of their own.
func newID() (id [16]byte) {
	binary.NativeEndian.PutUint64(id[:8], rand.Uint64())
	binary.NativeEndian.PutUint64(id[8:], rand.Uint64())
	return id
}
