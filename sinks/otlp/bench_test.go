package otlpsink_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
)

// BenchmarkExport compares a batch of 250 events with posting bytes that were
// encoded and compressed before: the rest is what encoding and compressing cost.
func BenchmarkExport(b *testing.B) {
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
	}))
	defer server.Close()
	sink := newSink(b, otlpsink.Config{Endpoint: server.URL, Timeout: time.Minute})
	events := testEvents(250)
	for i := range events {
		events[i] = events[i].Redacted() // as events of a Recorder are
	}
	if err := sink.Export(b.Context(), events); err != nil {
		b.Fatal(err)
	}
	ready := bytes.Clone(body)

	var floor float64
	b.Run("ready-made", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			resp, err := http.DefaultClient.Post(server.URL, "application/x-protobuf", bytes.NewReader(ready))
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		floor = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("Export", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := sink.Export(b.Context(), events); err != nil {
				b.Fatal(err)
			}
		}
		if floor > 0 {
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/floor, "x-ready-made")
		}
	})
}
