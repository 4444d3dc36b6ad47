package spoolsink_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// recorded returns an event as a Recorder makes it.
func recorded(b *testing.B) telemetry.Event {
	b.Helper()
	var got telemetry.Event
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "mytool.test",
		MachineID: func(string) string { return machineID },
		Sink:      telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error { got = e; return nil }),
	})
	check(b, err)
	check(b, rec.Record(b.Context(), "command.invoke",
		telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"), telemetry.String("took", "1s-5s")))
	return got
}

// BenchmarkEmit compares Emit with the least that any queue on disk does: one
// os.File.Write of a line that is already encoded, to a file in the same
// directory. The two take turns within one run, so that what disturbs one also
// disturbs the other; ratio is the median over the turns.
func BenchmarkEmit(b *testing.B) {
	for _, fs := range []struct{ name, dir string }{{"temp", b.TempDir()}, {"shm", "/dev/shm"}} {
		if _, err := os.Stat(fs.dir); err != nil {
			continue
		}
		b.Run(fs.name, func(b *testing.B) { benchmarkEmit(b, fs.dir) })
	}
}

func benchmarkEmit(b *testing.B, under string) {
	dir, err := os.MkdirTemp(under, "spoolsink")
	check(b, err)
	b.Cleanup(func() { os.RemoveAll(dir) })
	e := recorded(b)
	line, err := e.AppendJSON(nil)
	check(b, err)
	line = append(line, '\n')
	raw, err := os.OpenFile(filepath.Join(dir, "raw"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	check(b, err)
	b.Cleanup(func() { raw.Close() })
	spool := filepath.Join(dir, "spool")
	s := spoolsink.New(spool, nil, &spoolsink.Options{MaxBytes: 64 << 20})
	b.Cleanup(func() { s.Close() })

	const turn = 1000
	var floors, emits []float64
	b.SetBytes(int64(len(line)))
	b.ReportAllocs()
	for b.Loop() {
		b.StopTimer()
		begin := time.Now()
		for range turn {
			if _, err := raw.Write(line); err != nil {
				b.Fatal(err)
			}
		}
		floors = append(floors, float64(time.Since(begin))/turn)
		check(b, raw.Truncate(0))
		b.StartTimer()

		begin = time.Now()
		for range turn {
			if err := s.Emit(context.Background(), e); err != nil {
				b.Fatal(err)
			}
		}
		emits = append(emits, float64(time.Since(begin))/turn)
	}
	ratios := make([]float64, len(emits))
	for i := range ratios {
		ratios[i] = emits[i] / floors[i]
	}
	b.ReportMetric(median(emits), "ns/event")
	b.ReportMetric(median(floors), "floor-ns/event")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(0, "ns/op")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}

// BenchmarkThroughput queues 100,000 events and delivers them to a receiver on
// this machine, in batches of 250, and compares that with posting batches of 250
// that are ready-made. One receiver counts lines, the other one decodes the
// events, as one must that is to drop duplicates. [TestF55ManyPending] measures
// the memory.
func BenchmarkThroughput(b *testing.B) {
	for _, receives := range []struct {
		name  string
		count func(line []byte) bool
	}{
		{"counted", func([]byte) bool { return true }},
		{"decoded", func(line []byte) bool {
			var e telemetry.Event
			return json.Unmarshal(line, &e) == nil && !e.ID.IsZero()
		}},
	} {
		b.Run(receives.name, func(b *testing.B) { benchmarkThroughput(b, receives.count) })
	}
}

func benchmarkThroughput(b *testing.B, count func(line []byte) bool) {
	const events, batch = 100_000, 250
	var received atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		data, err := io.ReadAll(r.Body)
		if err != nil {
			return
		}
		for line := range bytes.Lines(data) {
			if count(line) {
				received.Add(1)
			}
		}
	}))
	b.Cleanup(server.Close)
	e := recorded(b)
	line, err := e.AppendJSON(nil)
	check(b, err)
	ready := bytes.Repeat(append(line, '\n'), batch)
	var floors, emits, delivers, ratios []float64
	for b.Loop() {
		begin := time.Now()
		for range events / batch {
			res, err := http.Post(server.URL, "application/json", bytes.NewReader(ready))
			check(b, err)
			_, _ = io.Copy(io.Discard, res.Body)
			check(b, res.Body.Close())
		}
		floor := float64(time.Since(begin))

		received.Store(0)
		begin = time.Now()
		s := spoolsink.New(filepath.Join(b.TempDir(), "spool"), poster{server.URL}, &spoolsink.Options{MaxBytes: 1 << 30, BatchEvents: batch})
		for range events {
			if err := s.Emit(context.Background(), e); err != nil {
				b.Fatal(err)
			}
		}
		emit := float64(time.Since(begin))
		check(b, s.Flush(context.Background()))
		all := float64(time.Since(begin))
		check(b, s.Close())
		if n := received.Load(); n != events {
			b.Fatalf("%d of %d events arrived", n, events)
		}
		floors, emits, delivers = append(floors, floor), append(emits, emit), append(delivers, all-emit)
		ratios = append(ratios, all/floor)
	}
	b.ReportMetric(median(floors)/1e6, "floor-ms")
	b.ReportMetric(median(emits)/1e6, "emit-ms")
	b.ReportMetric(median(delivers)/1e6, "deliver-ms")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(0, "ns/op")
}
