package app

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// BenchmarkEvent is what an event costs in a tool: at most three times what it costs to
// append it to a file.
func BenchmarkEvent(b *testing.B) {
	ctx := context.Background()
	reason := telemetry.String("reason", "cold")
	b.Run("appended to a file", func(b *testing.B) {
		a, miss := newTool(b)
		sink := filesink.New(filepath.Join(b.TempDir(), "events.jsonl"), nil)
		defer sink.Close()
		r := a.recorder.recorder("id", sink)
		for b.Loop() {
			if err := miss.Record(ctx, r, reason); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("in a tool", func(b *testing.B) {
		dir := b.TempDir()
		a, miss := newTool(b, func(c *Config) { c.ConsentPath = filepath.Join(dir, "consent.toml") })
		time.Sleep(150 * time.Millisecond) // a record that was written just now is read for each event
		for b.Loop() {
			if err := miss.Record(ctx, a.Recorder(), reason); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("off", func(b *testing.B) {
		a, miss := newTool(b)
		if err := a.gate.refuse(); err != nil {
			b.Fatal(err)
		}
		for b.Loop() {
			if err := miss.Record(ctx, a.Recorder(), reason); err != nil {
				b.Fatal(err)
			}
		}
	})
}
