package telemetrycmd

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// BenchmarkProcess compares whole runs of a small tool: without this package, with
// telemetry that is off, and with telemetry that is on and 10,000 events that wait
// to be delivered. Runs alternate, and the medians are compared, since a machine
// is not equally fast all the time.
func BenchmarkProcess(b *testing.B) {
	accepts := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	b.Cleanup(accepts.Close)
	bare, with := buildTool(b, "bare"), buildTool(b, "with")
	off, on := newSite(b), newSite(b)
	on.env = append(on.env, "ENDPOINT="+accepts.URL)
	if out, err := benchCommand(on, with, "telemetry", "enable").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	if out, err := benchCommand(off, with, "telemetry", "disable").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	times := map[string][]time.Duration{}
	measure := func(name string, cmd *exec.Cmd) {
		begin := time.Now()
		if err := cmd.Run(); err != nil {
			b.Fatal(err)
		}
		times[name] = append(times[name], time.Since(begin))
	}
	const waiting = 10_000
	for i := 0; b.Loop(); i++ {
		b.StopTimer()
		if i%50 == 0 { // what was delivered meanwhile waits again
			fill(b, queueDir(b, on.stateDir(), on.consentPath()), waiting)
		}
		b.StartTimer()
		runs := []func(){
			func() { measure("bare", benchCommand(off, bare, "hello")) },
			func() { measure("off", benchCommand(off, with, "hello")) },
			func() { measure("on", benchCommand(on, with, "hello")) },
		}
		for j := range runs {
			runs[(i+j)%len(runs)]() // what runs after a run of itself finds warm caches
		}
	}
	median := func(name string) float64 {
		slices.Sort(times[name])
		return float64(times[name][len(times[name])/2])
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(median("bare")/1e6, "bare-ms")
	b.ReportMetric(median("off")/median("bare"), "off/bare")
	b.ReportMetric(median("on")/median("off"), "on/off")
}

func benchCommand(s *site, path string, args ...string) *exec.Cmd {
	cmd := exec.Command(path, args...)
	cmd.Env = s.env
	return cmd
}

// fill lets n events wait in the queue, and no others.
func fill(b *testing.B, dir string, n int) {
	b.Helper()
	if err := spoolsink.Purge(dir); err != nil {
		b.Fatal(err)
	}
	queue := spoolsink.New(dir, nil, nil)
	for i := range n {
		e := telemetry.Event{
			Name: InvokeEvent, Tool: "mytool", ToolVersion: "1.4.0", MachineID: fmt.Sprintf("%064d", 7), TimestampUTC: time.Now(),
			ID: telemetry.ID{0: byte(i), 1: byte(i >> 8), 15: 1},
		}
		if err := queue.Emit(b.Context(), e); err != nil {
			b.Fatal(err)
		}
	}
	if err := queue.Close(); err != nil {
		b.Fatal(err)
	}
}

// buildTool builds a tool of testdata.
func buildTool(b *testing.B, name string) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), name)
	cmd := exec.Command("go", "build", "-ldflags=-s -w", "-o", path, "./testdata/"+name)
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	return path
}
