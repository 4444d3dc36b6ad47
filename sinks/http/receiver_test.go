package httpsink_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// received is one request that a receiver has read whole.
type received struct {
	method, path, query string
	header              http.Header
	raw                 []byte // as it was on the wire
	body                []byte // not gzipped any more
}

// receiver is a real HTTP server on loopback that keeps what it is sent.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	requests []received
	broken   error
}

// newReceiver starts a receiver that answers with answer, or with 204 if that is
// nil.
func newReceiver(t testing.TB, answer http.HandlerFunc) *receiver {
	r := startReceiver(answer)
	t.Cleanup(r.Close)
	t.Cleanup(func() {
		if err := r.err(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func startReceiver(answer http.HandlerFunc) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.keep(req)
		if answer == nil {
			w.WriteHeader(http.StatusNoContent)
			return
		}
		answer(w, req)
	}))
	return r
}

func (r *receiver) keep(req *http.Request) {
	got := received{method: req.Method, path: req.URL.Path, query: req.URL.RawQuery, header: req.Header}
	var err error
	if got.raw, err = io.ReadAll(req.Body); err == nil {
		got.body, err = decoded(req.Header, got.raw)
	}
	req.Body = io.NopCloser(bytes.NewReader(got.body))
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests = append(r.requests, got)
	if err != nil && r.broken == nil {
		r.broken = fmt.Errorf("request %d: %w", len(r.requests), err)
	}
}

func decoded(h http.Header, raw []byte) ([]byte, error) {
	switch encoding := h.Get("Content-Encoding"); encoding {
	case "":
		return raw, nil
	case "gzip":
		zr, err := gzip.NewReader(bytes.NewReader(raw))
		if err != nil {
			return nil, err
		}
		return io.ReadAll(zr)
	default:
		return nil, fmt.Errorf("the body is encoded as %q", encoding)
	}
}

func (r *receiver) err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.broken
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.requests...)
}

func (r *receiver) only(t *testing.T) received {
	t.Helper()
	all := r.all()
	if len(all) != 1 {
		t.Fatalf("%d requests arrived, want 1", len(all))
	}
	return all[0]
}

// events returns the events of all requests, whether they are objects or arrays.
func (r *receiver) events() ([]telemetry.Event, error) {
	var events []telemetry.Event
	for _, req := range r.all() {
		some, err := decodeEvents(req.body)
		if err != nil {
			return nil, err
		}
		events = append(events, some...)
	}
	return events, r.err()
}

func decodeEvents(body []byte) ([]telemetry.Event, error) {
	if bytes.HasPrefix(body, []byte("[")) {
		var events []telemetry.Event
		err := json.Unmarshal(body, &events)
		return events, err
	}
	var e telemetry.Event
	err := json.Unmarshal(body, &e)
	return []telemetry.Event{e}, err
}

func newSink(t testing.TB, cfg httpsink.Config) *httpsink.Sink {
	t.Helper()
	sink, err := httpsink.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func testEvent(name string) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m",
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC),
		Attrs:        telemetry.Attrs{{Key: "command", Value: "deploy"}},
	}
}

// testEvents returns n events with IDs.
func testEvents(n int) []telemetry.Event {
	events := make([]telemetry.Event, n)
	for i := range events {
		events[i] = testEvent(fmt.Sprintf("event.%03d", i))
		events[i].ID = telemetry.ID{0: byte(i >> 8), 1: byte(i), 15: 1}
	}
	return events
}

// rejectedOf returns which events of a batch an error names: those that are
// rejected, and those that are to be sent again.
func rejectedOf(err error) string {
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) {
		return "none"
	}
	return fmt.Sprint(partial.Rejected, partial.Retry)
}

// answers returns a handler that gives one status, and headers in pairs.
func answers(status int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
	}
}

// rawServer answers each connection with what talk does after the request has
// arrived, below the level at which net/http keeps a server correct.
func rawServer(t *testing.T, talk func(net.Conn)) (url string) {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	t.Cleanup(func() { l.Close() })
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() {
				defer conn.Close()
				if readRequest(conn) == nil {
					talk(conn)
				}
			})
		}
	})
	return "http://" + l.Addr().String()
}

// pipeClient returns a client all of whose connections are pipes to a server in
// the same process, which talk answers: time can then be a test's own. The test
// ends when all of them have ended.
func pipeClient(t *testing.T, talk func(net.Conn)) *http.Client {
	var wg sync.WaitGroup
	t.Cleanup(wg.Wait)
	return &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			client, server := net.Pipe()
			wg.Go(func() {
				defer server.Close()
				if readRequest(server) == nil {
					talk(server)
				}
			})
			return client, nil
		},
		IdleConnTimeout: time.Second,
	}}
}
