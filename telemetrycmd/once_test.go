package telemetrycmd

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// neverAsked is an Exporter of a queue that has nothing to deliver.
type neverAsked struct{}

func (neverAsked) Export(context.Context, []telemetry.Event) error { return nil }

// When a run records its own event, the delivery beside it begins no request any
// more: it would be given up without an answer, and the event sent once more.
func TestNoRequestBeginsWithTheRunsOwnEvent(t *testing.T) {
	dir := t.TempDir()
	app, err := New(Config{
		Tool: "mytool", ToolVersion: "1.4.0", Exporter: neverAsked{},
		ConsentPath: filepath.Join(dir, "consent.toml"), StateDir: filepath.Join(dir, "state"),
	})
	if err != nil {
		t.Fatal(err)
	}
	app.lookupEnv = func(string) (string, bool) { return "", false }
	var begins []bool // whether a request may begin, at each event
	root := &cobra.Command{Use: "mytool", Run: func(*cobra.Command, []string) {
		_ = app.Recorder().Record(t.Context(), "tool.event")
	}}
	root.SetArgs([]string{})
	app.Instrument(root)
	if err := app.decide(consent.Enabled); err != nil {
		t.Fatal(err)
	}
	rec := app.record()
	recorder, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "test",
		MachineID: func(string) string { return "test" },
		Sink: telemetry.SinkFunc(func(context.Context, telemetry.Event) error {
			begins = append(begins, !rec.ending.Load())
			return nil
		}),
	})
	if err != nil {
		t.Fatal(err)
	}
	rec.lazy = func() *telemetry.Recorder { return recorder }
	if code := app.Main(t.Context(), root); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	if len(begins) != 2 || !begins[0] || begins[1] {
		t.Errorf("requests may begin at the tool's event and at the run's own: %v; want true, and then false", begins)
	}
}
