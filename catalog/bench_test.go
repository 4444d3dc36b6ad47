package catalog_test

import (
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

// BenchmarkCheck checks an event of three attributes. Its floor looks each of its
// texts up in a map.
func BenchmarkCheck(b *testing.B) {
	c := catalog.New("mytool", "why")
	command := c.Commands("command", "which command ran")
	words := c.Enum("command_word", "which command ran", "deploy", "status", "init")
	outcome := c.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	took := c.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	named := c.Event("command.invoke", "one run of a command", command, outcome, took)
	worded := c.Event("command.word", "one run of a command", words, outcome, took)
	command.Allow("deploy", "status", "init")
	for name, e := range map[string]telemetry.Event{
		"commands": event(named.Name(), command.Of("deploy"), outcome.Of("ok"), took.Of(3*time.Second)),
		"enum":     event(worded.Name(), words.Of("deploy"), outcome.Of("ok"), took.Of(3*time.Second)),
	} {
		b.Run(name, func(b *testing.B) {
			if _, err := c.Check(e.Name, e.Attrs); err != nil {
				b.Fatal(err)
			}
			known := map[string]bool{e.Name: true}
			for _, a := range e.Attrs {
				known[a.Key], known[a.Value] = true, true
			}
			ns := floor(b, func() {
				ok := known[e.Name]
				for _, a := range e.Attrs {
					ok = ok && known[a.Key] && known[a.Value]
				}
				if !ok {
					b.Error("a text is not known")
				}
			})
			b.ReportAllocs()
			b.ResetTimer()
			for b.Loop() {
				_, _ = c.Check(e.Name, e.Attrs)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/ns, "x-floor")
		})
	}
}
