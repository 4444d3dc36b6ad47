package filesink_test

import (
	"context"
	"errors"
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
// disturbs the other. ratio is the median over the turns, write-ratio what is
// left of it without the encoding.
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
	path := filepath.Join(dir, "events.jsonl")
	sink := filesink.New(path, &filesink.Options{MaxBytes: -1})
	b.Cleanup(func() { sink.Close() })

	// Each is done a thousand times in a turn.
	steps := []struct {
		do func() error
		ns []float64
	}{
		{do: func() error { _, err := raw.Write(line); return err }},
		{do: func() (err error) {
			line, err = e.Redacted().AppendJSON(line[:0])
			line = append(line, '\n')
			return err
		}},
		{do: func() error { return sink.Emit(context.Background(), e) }},
	}
	for b.Loop() {
		for i := range steps {
			const turn = 1000
			begin := time.Now()
			for range turn {
				if err := steps[i].do(); err != nil {
					b.Fatal(err)
				}
			}
			steps[i].ns = append(steps[i].ns, float64(time.Since(begin))/turn)
		}
		if err := errors.Join(raw.Truncate(0), os.Truncate(path, 0)); err != nil {
			b.Fatal(err)
		}
	}
	floors, encodings, emits := steps[0].ns, steps[1].ns, steps[2].ns
	var ratios, writeRatios []float64
	for i := range emits {
		ratios = append(ratios, emits[i]/floors[i])
		writeRatios = append(writeRatios, (emits[i]-encodings[i])/floors[i])
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median(floors), "floor-ns")
	b.ReportMetric(median(encodings), "encode-ns")
	b.ReportMetric(median(emits), "emit-ns")
	b.ReportMetric(median(ratios), "ratio")
	b.ReportMetric(median(writeRatios), "write-ratio")
}

func median(of []float64) float64 {
	slices.Sort(of)
	return of[len(of)/2]
}
