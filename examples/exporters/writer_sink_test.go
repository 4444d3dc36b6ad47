package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"testing"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// This is all that it takes to hold a sink to what telemetry.Sink promises.
func TestWriterSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		var out bytes.Buffer
		return sinktest.Subject{
			Sink: newWriterSink(&out),
			Events: func() (events []telemetry.Event, err error) {
				for line := range bytes.Lines(out.Bytes()) {
					var e telemetry.Event
					err = errors.Join(err, json.Unmarshal(line, &e))
					events = append(events, e)
				}
				return events, err
			},
			Raw: func() ([]byte, error) { return out.Bytes(), nil },
		}, nil
	})
}

func TestWriterSinkSaysWhatFailed(t *testing.T) {
	_, closed := io.Pipe()
	if err := closed.Close(); err != nil {
		t.Fatal(err)
	}
	err := record(t.Context(), newWriterSink(closed))
	if !errors.Is(err, telemetry.ErrIO) || !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error %v, want one of the kind ErrIO that has the cause", err)
	}
}
