package filesink_test

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// BenchmarkEmit compares Emit with the least that any file sink does: one
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
	dir, err := os.MkdirTemp(under, "filesink")
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { os.RemoveAll(dir) })
	e := recorded(b, "command.invoke",
		telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"), telemetry.String("took", "1s-5s"))
	line, err := e.AppendJSON(nil)
	if err != nil {
		b.Fatal(err)
	}
	line = append(line, '\n')
	raw, err := os.OpenFile(filepath.Join(dir, "raw"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { raw.Close() })
	sink := filesink.New(filepath.Join(dir, "events.jsonl"), &filesink.Options{MaxBytes: 64 << 20, Keep: -1})
	b.Cleanup(func() { sink.Close() })

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
		raw.Truncate(0)
		b.StartTimer()

		begin = time.Now()
		for range turn {
			if err := sink.Emit(context.Background(), e); err != nil {
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
