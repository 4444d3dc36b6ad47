package catalog_test

import (
	"context"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// floor times f in the benchmark's own run, so that a ratio to it does not
// depend on the machine.
func floor(b *testing.B, f func()) float64 {
	b.Helper()
	const rounds = 5
	best := time.Duration(1<<63 - 1)
	n := max(b.N/rounds, 1000)
	for range rounds {
		start := time.Now()
		for range n {
			f()
		}
		best = min(best, time.Since(start))
	}
	return float64(best.Nanoseconds()) / float64(n)
}

// BenchmarkGuard checks an event of three attributes. Its floor hands the same
// event to a bare sink.
func BenchmarkGuard(b *testing.B) {
	c := catalog.New("mytool", "why")
	command := c.Commands("command", "which command ran")
	words := c.Enum("command_word", "which command ran", "deploy", "status", "init")
	outcome := c.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	took := c.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	named := c.Event("command.invoke", "one run of a command", command, outcome, took)
	worded := c.Event("command.word", "one run of a command", words, outcome, took)
	command.Allow("deploy", "status", "init")
	ctx := context.Background()
	for name, e := range map[string]telemetry.Event{
		"commands": event(named.Name(), command.Is("deploy"), outcome.Is("ok"), took.Of(3*time.Second)),
		"enum":     event(worded.Name(), words.Is("deploy"), outcome.Is("ok"), took.Of(3*time.Second)),
	} {
		b.Run(name, func(b *testing.B) {
			var bare telemetry.Sink = telemetry.NoopSink{}
			guarded := c.Guard(bare)
			if err := guarded.Emit(ctx, e); err != nil {
				b.Fatal(err)
			}
			ns := floor(b, func() { _ = bare.Emit(ctx, e) })
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				_ = guarded.Emit(ctx, e)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/ns, "x-floor")
		})
	}
}
