package main

import (
	"context"
	"fmt"
	"io"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/optin-go/optin/catalog"
	filesink "github.com/optin-go/optin/sinks/file"
	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// curve is the cost of one operation against something that grows.
type curve struct {
	name, along string
	xs          []int
	most        float64 // the exponent that is promised: 0 is that it does not grow
	least       int     // of operations that are timed at once
	open        func(dir string, x int) (do func(n int) error, end func(), err error)
}

var (
	backlogs = []int{100, 1_000, 10_000, 100_000}
	curves   = []curve{
		{"a record", "attributes", []int{1, 4, 16, 64}, 1, 64, recordAttributes},
		{"a record", "bytes of free text", []int{16, 256, 4 << 10, 64 << 10}, 1, 16, recordText},
		{"a record to a file", "goroutines", []int{1, 4, 16, 64, 256}, 0, 1024, recordGoroutines},
		{"a record to a file", "processes", []int{1, 2, 4, 8, 16}, 0, 1024, recordProcesses},
		{"a record to the queue", "events that wait", backlogs, 0, 64, recordQueue},
		{"the first record of a process", "events that wait", backlogs, 0, 4, firstRecord},
		{"a look at what waits", "events that wait", backlogs, 0, 16, lookAtQueue},
		{"a batch queued, and the oldest delivered", "events that wait", backlogs, 0, 2, deliverBatch},
		{"the delivery of an event", "events that wait", backlogs[:3], 0, 1, deliverQueue},
	}
)

func recordAttributes(_ string, x int) (func(int) error, func(), error) {
	c := catalog.New(tool, "To compare.")
	var declared []catalog.Attribute
	var attrs []telemetry.Attr
	for i := range x {
		a := c.Enum(fmt.Sprintf("attribute.%02d", i), "to compare", "one", "two")
		declared, attrs = append(declared, a), append(attrs, a.Of("two"))
	}
	e := c.Event(eventName, "to compare", declared...)
	rec, err := telemetry.New(telemetry.Config{
		Tool: tool, ToolVersion: version, Policy: telemetry.Enabled, Salt: "s", Vocabulary: c, MachineID: func(string) string { return machineID },
	})
	return each(func() error { return e.Record(context.Background(), rec, attrs...) })(), func() {}, err
}

func recordText(_ string, x int) (func(int) error, func(), error) {
	rec, err := newRecorder(telemetry.NoopSink{})
	text := strings.Repeat(prose, x/len(prose)+1)[:x]
	return each(func() error { return record(rec, text) })(), func() {}, err
}

func recordGoroutines(dir string, x int) (func(int) error, func(), error) {
	sink := filesink.New(filepath.Join(dir, "events.jsonl"), nil)
	rec, err := newRecorder(sink)
	return parallel(x, each(func() error { return record(rec, "") })), func() { _ = sink.Close() }, err
}

func recordProcesses(dir string, x int) (func(int) error, func(), error) {
	c, err := startChildren(x, role{Writer: "optin", Path: filepath.Join(dir, "events.jsonl")})
	return c.do, c.close, err
}

// fill puts x events into a queue that nobody delivers.
func fill(dir string, x int, to telemetry.Exporter) (*spoolsink.Sink, *telemetry.Recorder, error) {
	queue := spoolsink.New(dir, to, &spoolsink.Options{MaxBytes: -1})
	rec, err := newRecorder(queue)
	for range x {
		if err == nil {
			err = record(rec, "")
		}
	}
	return queue, rec, err
}

// nobody is an exporter that is never called.
type nobody struct{}

func (nobody) Export(context.Context, []telemetry.Event) error { return nil }

func recordQueue(dir string, x int) (func(int) error, func(), error) {
	queue, rec, err := fill(dir, x, nobody{})
	return each(func() error { return record(rec, "") })(), func() { _ = queue.Close() }, err
}

func firstRecord(dir string, x int) (func(int) error, func(), error) {
	queue, _, err := fill(dir, x, nobody{})
	if err != nil {
		return nil, nil, err
	}
	return each(func() error {
		queue, _, err := fill(dir, 1, nobody{})
		if err != nil {
			return err
		}
		return queue.Close()
	})(), func() {}, queue.Close()
}

func lookAtQueue(dir string, x int) (func(int) error, func(), error) {
	queue, _, err := fill(dir, x, nobody{})
	return each(func() error { _, err := queue.Waiting(); return err })(), func() { _ = queue.Close() }, err
}

// deliverQueue fills a queue outside of the time that counts: an operation is x events,
// and its time is divided by that.
func deliverQueue(dir string, x int) (func(int) error, func(), error) {
	r := newReceiver(http.StatusOK)
	to, err := httpsink.New(httpsink.Config{Endpoint: r.URL})
	return func(int) error {
		own, err := os.MkdirTemp(dir, "queue")
		if err != nil {
			return err
		}
		queue, _, err := fill(own, x, to)
		if err != nil {
			return err
		}
		defer queue.Close()
		before := r.events.Load()
		if err := queue.Flush(context.Background()); err != nil {
			return err
		}
		if got := r.events.Load() - before; got != int64(x) {
			return fmt.Errorf("%d of %d events arrived", got, x)
		}
		return nil
	}, r.Close, err
}

// deliverBatch keeps the backlog as long as it is: what is delivered was queued again
// before.
func deliverBatch(dir string, x int) (func(int) error, func(), error) {
	r := newReceiver(http.StatusOK)
	to, err := httpsink.New(httpsink.Config{Endpoint: r.URL})
	if err != nil {
		return nil, nil, err
	}
	queue, rec, err := fill(dir, x, to)
	if err != nil {
		return nil, nil, err
	}
	if err := queue.Close(); err != nil {
		return nil, nil, err
	}
	queue = oneRequest(dir, to)
	if rec, err = newRecorder(queue); err != nil {
		return nil, nil, err
	}
	return each(func() error {
			for range batch {
				if err := record(rec, ""); err != nil {
					return err
				}
			}
			report, err := queue.Deliver(context.Background())
			if err == nil && report.Requests != 1 {
				err = fmt.Errorf("%d requests were made, not one", report.Requests)
			}
			return err
		})(), func() {
			_ = queue.Close()
			r.Close()
		}, nil
}

// oneRequest returns a queue of which each delivery makes one request.
func oneRequest(dir string, to telemetry.Exporter) *spoolsink.Sink {
	asked := 0
	return spoolsink.New(dir, to, &spoolsink.Options{MaxBytes: -1, Allowed: func() bool {
		asked++
		return asked%2 == 1
	}})
}

// point is one measured place of a curve.
type point struct{ x, ns float64 }

// measure returns the best time of some passes for each x: what disturbs a pass only
// ever makes it slower.
func (c curve) measure(how effort) (points []point, err error) {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	xs := c.xs
	if how.smoke {
		xs = xs[:2]
	}
	do, per := make([]func(int) error, len(xs)), make([]float64, len(xs))
	for i, x := range xs {
		own := filepath.Join(dir, fmt.Sprint(i))
		if err := os.Mkdir(own, 0o700); err != nil {
			return nil, err
		}
		f, end, err := c.open(own, x)
		if err != nil {
			return nil, err
		}
		defer end()
		do[i], per[i] = f, float64(c.least)
		if c.least == 1 {
			per[i] = float64(x) // events of one delivery
		}
		points = append(points, point{float64(x), math.Inf(1)})
	}
	for range max(how.passes/3, 2) {
		for i := range xs {
			begin := time.Now()
			if err := do[i](c.least); err != nil {
				return nil, err
			}
			points[i].ns = min(points[i].ns, float64(time.Since(begin))/per[i])
		}
	}
	return points, nil
}

// exponent returns b of the fitted ns = a·x^b.
func exponent(points []point) float64 {
	var n, sx, sy, sxx, sxy float64
	for _, p := range points {
		x, y := math.Log(p.x), math.Log(p.ns)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	return (n*sxy - sx*sy) / (n*sxx - sx*sx)
}

func printGrowth(w io.Writer, how effort) (rows []row, err error) {
	fmt.Fprint(w, "\ngrowth: the cost of one operation against what grows; the best of some passes, and the fitted exponent\n\n| | ns | exponent |\n|---|---|---|\n")
	for _, c := range curves {
		points, err := c.measure(how)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.name, err)
		}
		rows = append(rows, row{name: c.name, along: c.along, points: points})
		var ns []string
		for _, p := range points {
			ns = append(ns, fmt.Sprintf("%.0f at %.0f", p.ns, p.x))
		}
		fmt.Fprintf(w, "| %s, by %s | %s | %.2f |\n", c.name, c.along, strings.Join(ns, ", "), exponent(points))
	}
	return rows, nil
}
