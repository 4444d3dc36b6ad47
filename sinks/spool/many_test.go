package spoolsink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// manyVariable makes TestManyPendingNeedLittleMemory queue that many events:
//
//	SPOOLSINK_TEST_EVENTS=1000000 go test -run ManyPending -v
const manyVariable = "SPOOLSINK_TEST_EVENTS"

func TestManyPendingNeedLittleMemory(t *testing.T) {
	n := 50_000
	if text := os.Getenv(manyVariable); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s must be a number: %v", manyVariable, err)
		}
	}
	dir := filepath.Join(t.TempDir(), "spool")
	fillSpool(t, dir, n)
	opts := &spoolsink.Options{MaxBytes: 1 << 40, MaxAge: -1}

	begin := time.Now()
	s := reopen(t, dir, nil, opts)
	emit(t, s, "first")
	started := time.Since(begin)
	check(t, s.Close())

	// The collector runs often, so that the heap is what is needed at once.
	defer debug.SetGCPercent(debug.SetGCPercent(10))
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	var peak uint64
	received := 0
	to := exporterFunc(func(_ context.Context, events []telemetry.Event) error {
		received += len(events)
		var now runtime.MemStats
		runtime.ReadMemStats(&now)
		peak = max(peak, now.HeapAlloc)
		return nil
	})
	begin = time.Now()
	s = reopen(t, dir, to, opts)
	report := deliver(t, s)
	took := time.Since(begin)
	equal(t, "received", received, n+1)
	equal(t, "segments", len(segments(t, dir)), 0)
	grown := float64(int64(peak)-int64(before.HeapAlloc)) / (1 << 20)
	t.Logf("%d events: first Emit %v, delivered in %v by %d requests, peak heap %.1f MB above the start", n, started, took, report.Requests, grown)
	if grown > 8 {
		t.Errorf("delivering needs %.1f MB", grown)
	}
}

// fillSpool queues n events, in segments as a writer makes them.
func fillSpool(t *testing.T, dir string, n int) {
	t.Helper()
	check(t, os.MkdirAll(dir, 0o700))
	const each = 14_000 // some 4 MiB
	line := encoded(t, event("command.invoke", telemetry.String("command", "deploy"), telemetry.String("filling", "some more text to make it 300 bytes long")))
	for made := int64(1); n > 0; made++ {
		count := min(n, each)
		n -= count
		text := string(spoolsink.Header(spoolsink.HeaderSize, 0, 0)) + strings.Repeat(line, count)
		write(t, filepath.Join(dir, spoolsink.SegmentName(made)), text)
	}
}

// The cost of a delivery does not grow with what was delivered before.
func TestDeliveryReadsOnlyWhatIsNew(t *testing.T) {
	to := new(receiver)
	writer, dir := open(t, nil, nil)
	other := reopen(t, dir, to, nil) // so that the file stays, which is alive
	for i := range 200 {
		emit(t, writer, fmt.Sprint("e", i))
		deliver(t, other)
	}
	equal(t, "segments", len(segments(t, dir)), 1)
	// What was delivered is not even looked at again.
	path := segments(t, dir)[0]
	size := int64(len(content(t, path)))
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	check(t, err)
	_, err = f.WriteAt([]byte(strings.Repeat("x", int(size)-spoolsink.HeaderSize-1)), spoolsink.HeaderSize)
	check(t, err)
	check(t, f.Close())
	emit(t, writer, "last")
	deliver(t, other)
	equal(t, "delivered", len(to.events()), 201)
	equal(t, "dropped", len(stats(t, other).Dropped), 0)
}
