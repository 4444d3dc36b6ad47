package questions_test

import (
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/questions"
)

// BenchmarkPanels fills a store with 10,000 machines and 90 days, and asks each
// question. With scale the same machines have more events a day.
func BenchmarkPanels(b *testing.B) {
	for _, scale := range []float64{0.25, 0.5, 1} {
		begin := time.Now()
		s, all := filled(b, demo.Options{Machines: 10_000, EventsScale: scale})
		b.Logf("scale %v: %d events in %v", scale, len(all), time.Since(begin).Round(time.Millisecond))
		for _, q := range questions.All() {
			b.Run(q.Name, func(b *testing.B) {
				source := questions.SQLite{DB: s.Reader()}
				for b.Loop() {
					if _, err := source.Ask(b.Context(), q, questions.Filter{Tool: demo.Tool, From: today - 89, To: today}); err != nil {
						b.Fatal(err)
					}
				}
				b.ReportMetric(float64(len(all)), "events")
			})
		}
	}
}
