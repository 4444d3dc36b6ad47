package httpsink_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
)

// BenchmarkExport compares a batch of 250 events with posting bytes that were
// encoded and compressed before: the rest is what encoding and compressing cost.
func BenchmarkExport(b *testing.B) {
	var body []byte
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		w.WriteHeader(http.StatusNoContent)
	}))
	defer server.Close()
	sink := newSink(b, httpsink.Config{Endpoint: server.URL, Timeout: time.Minute})
	events := testEvents(250)
	for i := range events {
		events[i] = events[i].Redacted() // as events of a Recorder are
	}
	if err := sink.Export(b.Context(), events); err != nil {
		b.Fatal(err)
	}
	ready := bytes.Clone(body)
	zr, err := gzip.NewReader(bytes.NewReader(ready))
	if err != nil {
		b.Fatal(err)
	}
	plain, err := io.ReadAll(zr)
	if err != nil {
		b.Fatal(err)
	}

	var floor float64
	b.Run("ready-made", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL, bytes.NewReader(ready))
			if err != nil {
				b.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
		floor = float64(b.Elapsed()) / float64(b.N)
	})
	b.Run("compress-and-post", func(b *testing.B) {
		b.ReportAllocs()
		w := gzip.NewWriter(io.Discard)
		for b.Loop() {
			var buf bytes.Buffer
			w.Reset(&buf)
			_, _ = w.Write(plain)
			_ = w.Close()
			resp, err := http.DefaultClient.Post(server.URL, "application/json", &buf)
			if err != nil {
				b.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
		}
	})
	b.Run("Export", func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(plain)))
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
