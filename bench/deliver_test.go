package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

const (
	turns   = 10
	perTurn = 10_000 // events
	batch   = 250    // events in a request
)

// BenchmarkDeliver queues 100,000 events, each with the operating system when Emit
// returns, and delivers them through httpsink to a receiver on this machine, in
// batches of 250. The floor is to post as many bodies that are ready-made, and
// gzipped, with the same client to the same receiver. That unzips them and counts
// the events, or decodes them, as one must that is to drop duplicates.
//
// The two take turns of 10,000 events, so that what disturbs one also disturbs the
// other. The ratio is the median over the turns; the times are for all events.
func BenchmarkDeliver(b *testing.B) {
	b.Run("counted", func(b *testing.B) { benchmarkDeliver(b, countEvents) })
	b.Run("decoded", func(b *testing.B) { benchmarkDeliver(b, decodeEvents) })
}

func benchmarkDeliver(b *testing.B, count func(body []byte) int) {
	var received atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		zr, err := gzip.NewReader(r.Body)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		body, err := io.ReadAll(zr)
		if err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		received.Add(int64(count(body)))
	}))
	b.Cleanup(server.Close)
	events := recordedEvents(b, 4*batch)
	var ready [][]byte
	for some := range slices.Chunk(events, batch) {
		ready = append(ready, compressed(b, arrayOf(b, some)))
	}
	sink, err := httpsink.New(httpsink.Config{Endpoint: server.URL, Timeout: time.Minute, Client: server.Client()})
	check(b, err)

	var floors, emits, delivers, ratios []float64
	for b.Loop() {
		received.Store(0)
		queue := spoolsink.New(filepath.Join(b.TempDir(), "queue"), sink, &spoolsink.Options{MaxBytes: 1 << 30, BatchEvents: batch})
		for range turns {
			begin := time.Now()
			for i := range perTurn / batch {
				post(b, server, ready[i%len(ready)])
			}
			floor := float64(time.Since(begin))

			begin = time.Now()
			for i := range perTurn {
				if err := queue.Emit(context.Background(), events[i%len(events)]); err != nil {
					b.Fatal(err)
				}
			}
			emit := float64(time.Since(begin))
			check(b, queue.Flush(context.Background()))
			all := float64(time.Since(begin))
			floors, emits, delivers = append(floors, floor), append(emits, emit), append(delivers, all-emit)
			ratios = append(ratios, all/floor)
		}
		check(b, queue.Close())
		if n := received.Load(); n != 2*turns*perTurn {
			b.Fatalf("%d of %d events arrived", n, 2*turns*perTurn)
		}
	}
	b.ReportMetric(median(floors)*turns/1e6, "floor-ms")
	b.ReportMetric(median(emits)*turns/1e6, "emit-ms")
	b.ReportMetric(median(delivers)*turns/1e6, "deliver-ms")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(0, "ns/op")
}

// recordedEvents returns n events as a Recorder makes them, of the commands of one
// user: few of them, often.
func recordedEvents(b *testing.B, n int) []telemetry.Event {
	b.Helper()
	var events []telemetry.Event
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "mytool.test",
		MachineID: func(string) string { return fmt.Sprintf("%064d", 7) },
		Sink:      telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error { events = append(events, e); return nil }),
	})
	check(b, err)
	outcomes, took := []string{"ok", "ok", "ok", "error"}, []string{"<1s", "1s-5s", "5s-30s"}
	for i := range n {
		check(b, rec.Record(b.Context(), "command.invoke", telemetry.String("command", fmt.Sprintf("command-%d", i%20)),
			telemetry.String("outcome", outcomes[i%len(outcomes)]), telemetry.String("took", took[i%len(took)])))
	}
	return events
}

// arrayOf returns events as one JSON array, as httpsink posts them.
func arrayOf(b *testing.B, events []telemetry.Event) []byte {
	b.Helper()
	array := []byte{'['}
	for i, e := range events {
		if i > 0 {
			array = append(array, ',')
		}
		var err error
		array, err = e.AppendJSON(array)
		check(b, err)
		array = append(array[:len(array)-1], `,"severity":"INFO"}`...)
	}
	return append(array, ']')
}

func compressed(b *testing.B, body []byte) []byte {
	b.Helper()
	var buf bytes.Buffer
	w := gzip.NewWriter(&buf)
	_, err := w.Write(body)
	check(b, err)
	check(b, w.Close())
	return buf.Bytes()
}

func post(b *testing.B, server *httptest.Server, gzipped []byte) {
	b.Helper()
	req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL, bytes.NewReader(gzipped))
	check(b, err)
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Content-Encoding", "gzip")
	resp, err := server.Client().Do(req)
	check(b, err)
	_, err = io.Copy(io.Discard, resp.Body)
	check(b, err)
	check(b, resp.Body.Close())
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

func check(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func countEvents(body []byte) int { return bytes.Count(body, []byte(`"severity":`)) }

func decodeEvents(body []byte) int {
	var events []telemetry.Event
	if json.Unmarshal(body, &events) != nil {
		return 0
	}
	n := 0
	for _, e := range events {
		if !e.ID.IsZero() {
			n++
		}
	}
	return n
}
