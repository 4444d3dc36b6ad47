package door

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/optin-go/optin/server/internal/store"
)

// metrics are the door's counters since it was made.
type metrics struct {
	accepted, duplicates, failures, deletions, bytes, inFlight atomic.Int64

	mu      sync.Mutex
	reasons map[store.Reason]int64
	served  map[served]int64
	seconds map[string]*histogram // by path
}

// served is a kind of answer.
type served struct {
	path   string
	status int
}

// bounds are the upper ends of a histogram's classes, in seconds.
var bounds = [...]float64{0.001, 0.005, 0.025, 0.1, 0.5, 2.5, 10}

type histogram struct {
	classes [len(bounds)]int64 // each includes those before it
	sum     float64
	count   int64
}

func (m *metrics) refused(reason store.Reason, n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.reasons == nil {
		m.reasons = map[store.Reason]int64{}
	}
	m.reasons[reason] += int64(n)
}

func (m *metrics) request(pattern string, status int, took time.Duration) {
	_, path, _ := strings.Cut(pattern, " ")
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.served == nil {
		m.served, m.seconds = map[served]int64{}, map[string]*histogram{}
	}
	m.served[served{path, status}]++
	h := m.seconds[path]
	if h == nil {
		h = &histogram{}
		m.seconds[path] = h
	}
	h.count++
	h.sum += took.Seconds()
	for i, bound := range bounds {
		if took.Seconds() <= bound {
			h.classes[i]++
		}
	}
}

// showMetrics serves GET /metrics, in the text format of Prometheus. None of its
// labels is what a sender chose.
func (d *Door) showMetrics(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	d.metrics.write(w, d.store.Health())
	fmt.Fprintf(w, "# HELP optin_request_bytes_held What requests hold of the bytes that all of them may.\n# TYPE optin_request_bytes_held gauge\noptin_request_bytes_held %d\n",
		d.limits.BytesAtOnce-d.budget.left.Load())
}

func (m *metrics) write(w io.Writer, h store.Health) {
	family := func(name, kind, help string) { fmt.Fprintf(w, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind) }
	one := func(name, kind, help string, value int64) {
		family(name, kind, help)
		fmt.Fprintf(w, "%s %d\n", name, value)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	family("optin_events_total", "counter", "Events by what became of them.")
	var refused int64
	for _, n := range m.reasons {
		refused += n
	}
	fmt.Fprintf(w, "optin_events_total{result=\"accepted\"} %d\noptin_events_total{result=\"duplicate\"} %d\noptin_events_total{result=\"refused\"} %d\n",
		m.accepted.Load(), m.duplicates.Load(), refused)
	family("optin_events_refused_total", "counter", "Refused events by reason.")
	for _, reason := range slices.Sorted(maps.Keys(m.reasons)) {
		fmt.Fprintf(w, "optin_events_refused_total{reason=%q} %d\n", string(reason), m.reasons[reason])
	}
	family("optin_requests_total", "counter", "Requests by path and status.")
	for _, s := range slices.SortedFunc(maps.Keys(m.served), func(a, b served) int {
		return strings.Compare(fmt.Sprint(a.path, a.status), fmt.Sprint(b.path, b.status))
	}) {
		fmt.Fprintf(w, "optin_requests_total{path=%q,status=\"%d\"} %d\n", s.path, s.status, m.served[s])
	}
	family("optin_request_seconds", "histogram", "How long requests took, from their headers to the end of the answer.")
	for _, path := range slices.Sorted(maps.Keys(m.seconds)) {
		h := m.seconds[path]
		for i, bound := range bounds {
			fmt.Fprintf(w, "optin_request_seconds_bucket{path=%q,le=\"%g\"} %d\n", path, bound, h.classes[i])
		}
		fmt.Fprintf(w, "optin_request_seconds_bucket{path=%q,le=\"+Inf\"} %d\noptin_request_seconds_sum{path=%q} %g\noptin_request_seconds_count{path=%q} %d\n",
			path, h.count, path, h.sum, path, h.count)
	}
	one("optin_request_bytes_total", "counter", "Bytes of bodies, unpacked.", m.bytes.Load())
	one("optin_requests_in_flight", "gauge", "Requests that are being served.", m.inFlight.Load())
	one("optin_deletions_total", "counter", "Requests to delete that were taken.", m.deletions.Load())
	one("optin_store_failures_total", "counter", "Requests whose events could not be kept.", m.failures.Load())
	one("optin_store_waiting", "gauge", "Requests that wait for the store's writer.", int64(h.Waiting))
	last := int64(0)
	if !h.LastCommit.IsZero() {
		last = h.LastCommit.Unix()
	}
	one("optin_store_last_commit_timestamp_seconds", "gauge", "When the last transaction was on disk; 0: none yet.", last)
	one("optin_store_opened_timestamp_seconds", "gauge", "When the store was opened.", h.Opened.Unix())
}

// health serves GET /healthz.
func (d *Door) health(w http.ResponseWriter, r *http.Request) {
	if d.store.Health().Failure != nil {
		d.answer(w, r, full)
		return
	}
	writeJSON(w, http.StatusOK, map[string]string{"status": "ok"})
}

// countedWriter remembers the status of an answer.
type countedWriter struct {
	http.ResponseWriter

	status int
}

func (c *countedWriter) WriteHeader(status int) {
	c.status = status
	c.ResponseWriter.WriteHeader(status)
}

func (c *countedWriter) Write(p []byte) (int, error) {
	if c.status == 0 {
		c.status = http.StatusOK
	}
	return c.ResponseWriter.Write(p)
}

// Unwrap lets [http.ResponseController] reach the connection.
func (c *countedWriter) Unwrap() http.ResponseWriter { return c.ResponseWriter }
