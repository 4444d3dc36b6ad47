package main

import (
	"encoding/json"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/tooltest"
)

// BenchmarkWholeRun times whole processes in turns, and reports ratios of medians:
//
//   - off: greet beside its own commands in a program that links the same packages of
//     others, and does nothing with them
//   - on: greet with a receiver, of which no process is due, beside greet without one
func BenchmarkWholeRun(b *testing.B) {
	dir := b.TempDir()
	linked, local, remote := filepath.Join(dir, "linked"), filepath.Join(dir, "greet"), filepath.Join(dir, "remote")
	build(b, linked, "-overlay", overlay(b, dir))
	build(b, local)
	build(b, remote, "-ldflags", "-X main.endpoint=http://127.0.0.1:1")
	b.Run("off", func(b *testing.B) { compare(b, remote, linked, func(func(program string, args ...string)) {}) })
	b.Run("on", func(b *testing.B) {
		compare(b, remote, local, func(run func(program string, args ...string)) {
			run(remote, "telemetry", "enable", "--yes")
			run(remote, "hello", "Ada") // starts a second process, the only one for 10 minutes
			run(local, "telemetry", "enable", "--yes")
		})
	})
}

// compare runs two programs in turns, each in a home of its own.
func compare(b *testing.B, program, beside string, prepare func(run func(program string, args ...string))) {
	homes := map[string]*tooltest.Home{program: tooltest.NewHome(b), beside: tooltest.NewHome(b)}
	timed := func(program string, args ...string) time.Duration {
		cmd := homes[program].Command("greet", args...)
		cmd.Path, cmd.Err = program, nil
		begin := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		return time.Since(begin)
	}
	prepare(func(program string, args ...string) { timed(program, args...) })
	times := map[string][]time.Duration{}
	for b.Loop() {
		// In another order each time: none always finds what the same one left.
		programs := []string{program, beside}
		rand.Shuffle(len(programs), func(i, j int) { programs[i], programs[j] = programs[j], programs[i] })
		for _, p := range programs {
			times[p] = append(times[p], timed(p, "hello", "Ada"))
		}
	}
	b.ReportMetric(median(times[program])/median(times[beside]), "x")
	b.ReportMetric(median(times[beside])/1e6, "beside-ms")
}

func median(times []time.Duration) float64 {
	slices.Sort(times)
	return float64(times[len(times)/2])
}

// overlay returns a file for "go build -overlay" that replaces what greet has for
// telemetry by a main without it.
func overlay(b *testing.B, dir string) string {
	b.Helper()
	const text = `package main

import (
	"net/http"
	"os"

	_ "github.com/BurntSushi/toml"
	_ "github.com/denisbrodbeck/machineid"
	_ "golang.org/x/term"
)

const version = "0.1.0"

func main() {
	if len(os.Args) > 99 {
		_, _ = http.Get(os.Args[99])
	}
	if newRoot().Execute() != nil {
		os.Exit(1)
	}
}
`
	here, err := os.Getwd()
	if err != nil {
		b.Fatal(err)
	}
	main, file := filepath.Join(dir, "main.go"), filepath.Join(dir, "overlay.json")
	replace, err := json.Marshal(map[string]map[string]string{"Replace": {
		filepath.Join(here, "main.go"): main, filepath.Join(here, "declared.go"): "", filepath.Join(here, "exporter.go"): "",
	}})
	if err != nil {
		b.Fatal(err)
	}
	for name, content := range map[string]string{main: text, file: string(replace)} {
		if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
			b.Fatal(err)
		}
	}
	return file
}

// build builds the program in this directory, and writes it once more: where the linker
// wrote it through a mapping, the system may keep it in small pages, and the same
// program then starts up to a sixth slower.
func build(b *testing.B, program string, args ...string) {
	b.Helper()
	if out, err := exec.Command("go", append([]string{"build", "-o", program}, args...)...).CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	data, err := os.ReadFile(program)
	if err == nil {
		err = os.Remove(program)
	}
	if err == nil {
		err = os.WriteFile(program, data, 0o700)
	}
	if err != nil {
		b.Fatal(err)
	}
}
