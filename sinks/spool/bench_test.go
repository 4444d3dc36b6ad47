package spoolsink_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
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
