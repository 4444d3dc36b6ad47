package demo_test

import (
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/demo"
	"github.com/optin-go/optin/server/internal/store"
)

var end = time.Date(2026, 3, 10, 18, 0, 0, 0, time.UTC)

func TestTheMadeUpToolSendsWhatItDeclares(t *testing.T) {
	for events := range demo.Events(demo.Options{End: end, Machines: 60, Days: 30}) {
		for i := range events {
			if !demo.Declared.Allows(&events[i].Event) {
				t.Fatalf("%+v", events[i].Event)
			}
		}
	}
}

// BenchmarkFill is how long the demonstration takes to fill its store.
func BenchmarkFill(b *testing.B) {
	for b.Loop() {
		s, err := store.Open(b.Context(), b.TempDir(), &store.Options{Now: func() time.Time { return end }})
		if err != nil {
			b.Fatal(err)
		}
		err = demo.Fill(func(events []store.Arrived) error {
			_, err := s.Ingest(b.Context(), events)
			return err
		}, demo.Options{End: end})
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(s.Health().Accepted)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
	}
}
