package main

import (
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// receiver is the server of greet's author.
type receiver struct {
	*httptest.Server
	mu       sync.Mutex
	status   int
	requests int
	events   map[telemetry.ID]telemetry.Event
}

func newReceiver(t testing.TB) *receiver {
	t.Helper()
	r := &receiver{status: http.StatusAccepted, events: map[telemetry.ID]telemetry.Event{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		body, err := io.ReadAll(req.Body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.requests++
		w.WriteHeader(r.status)
		if err != nil || r.status >= 300 {
			return
		}
		var events []telemetry.Event
		if err := json.Unmarshal(body, &events); err != nil {
			t.Errorf("%v in %s", err, body)
		}
		for _, e := range events {
			r.events[e.ID] = e
		}
	}))
	t.Cleanup(r.Close)
	return r
}

func (r *receiver) answer(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.status = status
}

func (r *receiver) counts() (requests, events int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests, len(r.events)
}

// buildFor makes greet one that was built for an endpoint.
func (h *home) buildFor(endpoint string) { h.env = append(h.env, builtFor+"="+endpoint) }

func TestEventsArrive(t *testing.T) {
	h, r := newHome(t), newReceiver(t)
	h.buildFor(r.URL)
	h.must("hello Ada")
	h.must("telemetry enable")
	r.answer(http.StatusServiceUnavailable)
	h.must("hello Ada")
	h.must("farewell Ada")
	if _, events := r.counts(); events != 0 {
		t.Fatalf("%d events arrived, although the receiver took none", events)
	}
	r.answer(http.StatusOK)
	// The receiver was not there; greet waits before it asks it again.
	for range 100 {
		h.greet("telemetry send")
		if _, events := r.counts(); events == 2 {
			break
		}
		time.Sleep(50 * time.Millisecond)
	}
	shown := h.must("telemetry show")
	if _, events := r.counts(); events != 2 {
		t.Fatalf("%d events arrived, want the 2 that were recorded", events)
	}
	for id := range r.events {
		if !strings.Contains(shown, id.String()) {
			t.Errorf("event %s arrived, but is not shown:\n%s", id, shown)
		}
	}
	if status := h.must("telemetry status"); !strings.Contains(status, "0 events") {
		t.Errorf("status says\n%s", status)
	}
}

// After opting out, nothing that was recorded before leaves, nor does anything
// about opting out.
func TestOptingOutIsABoundary(t *testing.T) {
	for _, tt := range []struct {
		name   string
		optOut func(*home)
	}{
		{"disable", func(h *home) { h.must("telemetry disable") }},
		{"reset", func(h *home) { h.must("telemetry reset") }},
		{"DO_NOT_TRACK", func(h *home) { h.env = append(h.env, "DO_NOT_TRACK=1") }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h, r := newHome(t), newReceiver(t)
			r.answer(http.StatusServiceUnavailable)
			h.buildFor(r.URL)
			h.must("telemetry enable")
			for range 3 {
				h.must("hello Ada")
			}
			tt.optOut(h)
			r.answer(http.StatusOK)
			before, _ := r.counts()
			for range 3 {
				h.must("hello Ada")
			}
			if got := h.greet("telemetry send"); got.code != 3 {
				t.Errorf("send: exit code %d, want 3", got.code)
			}
			if after, events := r.counts(); after != before || events != 0 {
				t.Errorf("%d requests and %d events after opting out", after-before, events)
			}
		})
	}
}

// Whoever disables and enables again starts anew: what was waiting is gone.
func TestDisableEmptiesTheQueue(t *testing.T) {
	h, r := newHome(t), newReceiver(t)
	r.answer(http.StatusServiceUnavailable)
	h.buildFor(r.URL)
	h.must("telemetry enable")
	h.must("hello Ada")
	h.must("telemetry disable")
	h.must("telemetry enable")
	r.answer(http.StatusOK)
	if out := h.must("telemetry send"); out != "Nothing is waiting.\n" {
		t.Errorf("send says %q", out)
	}
	if _, events := r.counts(); events != 0 {
		t.Errorf("%d events from before arrived", events)
	}
}

// silent accepts connections, and never answers.
func silent(t testing.TB) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var held []net.Conn
	var mu sync.Mutex
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			mu.Lock()
			held = append(held, conn)
			mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		l.Close()
		mu.Lock()
		defer mu.Unlock()
		for _, conn := range held {
			conn.Close()
		}
	})
	return "http://" + l.Addr().String()
}

// refused returns the URL of a server that is not there.
func refused(t testing.TB) (url string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	l.Close()
	return "http://" + l.Addr().String()
}

// unavailable returns the URL of a server that answers 503.
func unavailable(t testing.TB) (url string) {
	r := newReceiver(t)
	r.answer(http.StatusServiceUnavailable)
	return r.URL
}

var badEndpoints = map[string]func(testing.TB) string{"hung": silent, "refused": refused, "503": unavailable}

func TestABadEndpointDoesNotShow(t *testing.T) {
	for name, url := range badEndpoints {
		t.Run(name, func(t *testing.T) {
			h := newHome(t)
			h.buildFor(url(t))
			h.must("telemetry enable")
			for range 3 {
				if out := h.must("hello Ada"); out != "Hello, Ada!\n" {
					t.Errorf("greet printed %q", out)
				}
			}
			if status := h.must("telemetry status"); !strings.Contains(status, "3 events") {
				t.Errorf("status says\n%s", status)
			}
		})
	}
}

// A mistake of greet's author is said, and greets all the same.
func TestAnEndpointThatCannotBe(t *testing.T) {
	h := newHome(t)
	h.buildFor("ftp://example.org")
	if r := h.greet("hello Ada"); r.code != 0 || r.stdout != "Hello, Ada!\n" || !strings.Contains(r.stderr, "Endpoint") {
		t.Errorf("%+v", r)
	}
}

// BenchmarkRun times whole runs of greet with each bad endpoint, in turns with
// runs that have nothing to deliver to. x-floor is the ratio of the two.
func BenchmarkRun(b *testing.B) {
	for name, url := range badEndpoints {
		b.Run(name, func(b *testing.B) {
			floor, h := newHome(b), newHome(b)
			h.buildFor(url(b))
			floor.must("telemetry enable")
			h.must("telemetry enable")
			var floorTime, hTime time.Duration
			for b.Loop() {
				begin := time.Now()
				floor.must("hello Ada")
				floorTime += time.Since(begin)
				begin = time.Now()
				h.must("hello Ada")
				hTime += time.Since(begin)
			}
			b.ReportMetric(float64(hTime)/float64(floorTime), "x-floor")
		})
	}
}
