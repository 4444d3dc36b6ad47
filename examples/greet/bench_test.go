package main

import (
	"context"
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// BenchmarkWholeRun times whole processes in turns: greet, and the same commands
// without anything of this project. One of the latter can post over HTTP all the same,
// as many tools can, for loading net/http is half of the difference. The figures are
// ratios of medians.
func BenchmarkWholeRun(b *testing.B) {
	dir := b.TempDir()
	plain := buildPlain(b, dir, "plain", "")
	online := buildPlain(b, dir, "online", `"net/http"`)
	with := filepath.Join(dir, "greet")
	// Nobody listens there, so that what waits goes on waiting.
	build(b, "-o", with, "-ldflags", "-X main.endpoint="+refused(b))

	for name, prepare := range map[string]func(home string){
		"off":                 func(string) {},
		"on, nothing waiting": func(home string) { timed(b, home, with, "telemetry", "enable") },
		"on, 10000 events waiting": func(home string) {
			timed(b, home, with, "telemetry", "enable")
			timed(b, home, with, "hello", "Ada") // makes the queue
			queues, err := filepath.Glob(filepath.Join(home, ".local", "state", "greet", "telemetry", "spool", "*"))
			if err != nil || len(queues) != 1 {
				b.Fatalf("the queues: %v, %v", queues, err)
			}
			fill(b, queues[0], 10_000)
			// The first run finds nobody; from then on the queue knows when to try again.
			timed(b, home, with, "hello", "Ada")
		},
	} {
		b.Run(name, func(b *testing.B) {
			home := b.TempDir()
			prepare(home)
			programs := []string{plain, online, with}
			times := make([][]time.Duration, len(programs))
			for b.Loop() {
				// In another order each time: none always finds what the same one left.
				for _, i := range rand.Perm(len(programs)) {
					times[i] = append(times[i], timed(b, home, programs[i], "hello", "Ada"))
				}
			}
			b.ReportMetric(median(times[2])/median(times[0]), "x-plain")
			b.ReportMetric(median(times[2])/median(times[1]), "x-online")
			b.ReportMetric(median(times[0])/1e6, "plain-ms")
		})
	}
}

// buildPlain builds the commands of greet with a main that knows nothing of
// telemetry.
func buildPlain(b *testing.B, dir, name, imports string) (program string) {
	b.Helper()
	main := filepath.Join(dir, name+".go")
	use := ""
	if imports != "" {
		use = `if len(os.Args) > 99 { _, _ = http.Get(os.Args[99]) }`
	}
	text := `package main
import ("context"; "os"; "os/signal"; ` + imports + `)
const version = "0.1.0"
func main() {
	` + use + `
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if newRoot().ExecuteContext(ctx) != nil { os.Exit(1) }
}`
	here, err := os.Getwd()
	if err != nil {
		b.Fatal(err)
	}
	overlay, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(here, "main.go"): main, filepath.Join(here, "declared.go"): "", filepath.Join(here, "exporter.go"): "",
	}})
	if err != nil {
		b.Fatal(err)
	}
	for path, content := range map[string][]byte{main: []byte(text), main + ".json": overlay} {
		if err := os.WriteFile(path, content, 0o600); err != nil {
			b.Fatal(err)
		}
	}
	program = filepath.Join(dir, name)
	build(b, "-overlay", main+".json", "-o", program)
	return program
}

func build(b *testing.B, args ...string) {
	b.Helper()
	out, err := exec.Command("go", append([]string{"build"}, args...)...).CombinedOutput()
	if err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
}

// timed runs a program in a home directory, and returns how long that took.
func timed(b *testing.B, home, program string, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command(program, args...)
	cmd.Env = []string{"HOME=" + home}
	begin := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return time.Since(begin)
}

// fill puts events into a queue.
func fill(b *testing.B, dir string, events int) {
	b.Helper()
	queue := spoolsink.New(dir, nil, nil)
	rec, err := telemetry.New(telemetry.Config{
		Tool: "greet", ToolVersion: version, Policy: telemetry.Enabled, Salt: "greet.telemetry.v1",
		MachineID: func(string) string { return "bench" }, Sink: queue,
	})
	if err != nil {
		b.Fatal(err)
	}
	for range events {
		if err := rec.Record(context.Background(), "command.invoke", outcome.Of("ok"), took.Of(time.Second)); err != nil {
			b.Fatal(err)
		}
	}
	if err := queue.Close(); err != nil {
		b.Fatal(err)
	}
}

func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2])
}
