package redact

import (
	"strings"
	"testing"
	"time"
)

// BenchmarkString reports, beside the time, how much longer redacting takes
// than looking at each byte of the same text once in the same run. A ratio says
// the same on any machine.
func BenchmarkString(b *testing.B) {
	prose := "the server closed the connection before the deployment of the service was done."
	for _, text := range []struct{ name, s string }{
		{"word", "deploy"},
		{"prose", prose},
		{"log", strings.Repeat(`time=2026-11-28T22:31:07.123Z level=info msg="request done" method=GET path=/v1/items/17 status=200 bytes=5123 duration=12.3ms worker=7`+"\n", 14)},
		{"arguments", `["deploy","--token","abcdefgh","--env","prod"]`},
		{"8KiB", strings.Repeat(prose+"\n", 8192/(len(prose)+1)+1)[:8192]},
	} {
		b.Run(text.name, func(b *testing.B) {
			r := &Redactor{id: testIdentity}
			b.ReportAllocs()
			b.SetBytes(int64(len(text.s)))
			for b.Loop() {
				r.String(text.s)
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each)/float64(floor(text.s)), "floors")
		})
	}
}

// floor returns how long it takes to look at each byte of s once.
func floor(s string) time.Duration {
	const rounds = 20000
	var kinds class
	start := time.Now()
	for range rounds {
		for i := range len(s) {
			kinds |= classes[s[i]]
		}
	}
	sink = kinds
	return max(1, time.Since(start)/rounds)
}

var sink class
