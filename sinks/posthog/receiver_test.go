package posthogsink_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	posthogsink "github.com/optin-go/optin/sinks/posthog"
	"github.com/optin-go/optin/telemetry"
)

// receiver is a real HTTP server that takes PostHog's format.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bodies   [][]byte
	events   []telemetry.Event
	broken   error
	status   int           // 0 takes everything
	after    string        // what it says of when to try again
	refused  telemetry.ID  // but this
	hang     chan struct{} // nil answers
}

func startReceiver() *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(r)
	return r
}

func newReceiver(t *testing.T) *receiver {
	r := startReceiver()
	t.Cleanup(r.Close)
	t.Cleanup(func() {
		if r.broken != nil {
			t.Error(r.broken)
		}
	})
	return r
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := readBody(req)
	r.mu.Lock()
	hang := r.hang
	r.mu.Unlock()
	if hang != nil {
		<-req.Context().Done()
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.status != 0 {
		if r.after != "" {
			w.Header().Set("Retry-After", r.after)
		}
		w.WriteHeader(r.status)
		return
	}
	r.requests, r.bodies = append(r.requests, req), append(r.bodies, body)
	events, uuids, decodeErr := decode(body)
	results := map[string]any{}
	for i, e := range events {
		if e.ID == r.refused {
			results[uuids[i]] = map[string]string{"result": "drop", "details": "event_restriction_drop"}
			continue
		}
		results[uuids[i]] = map[string]string{"result": "ok"}
		r.events = append(r.events, e)
	}
	r.broken = errors.Join(r.broken, err, decodeErr)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"results": results})
}

func readBody(req *http.Request) ([]byte, error) {
	if req.Header.Get("Content-Encoding") != "gzip" {
		return io.ReadAll(req.Body)
	}
	zr, err := gzip.NewReader(req.Body)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(zr)
}

// body is a request as PostHog reads it.
type body struct {
	Batch []struct {
		Event, UUID string
		Properties  map[string]any
	}
}

// own are the properties that are no attributes.
var own = []string{"tool", "tool_version", "args", "err_msg", "severity", "$geoip_disable"}

func decode(data []byte) (events []telemetry.Event, uuids []string, err error) {
	var b body
	if err := json.Unmarshal(data, &b); err != nil {
		return nil, nil, err
	}
	for _, in := range b.Batch {
		e := telemetry.Event{Name: in.Event}
		if err := e.ID.UnmarshalText([]byte(strings.ReplaceAll(in.UUID, "-", ""))); err != nil {
			return nil, nil, err
		}
		if e.ID[6]>>4 != 8 || e.ID[8]>>6 != 2 {
			return nil, nil, fmt.Errorf("%s is no UUID of version 8", in.UUID)
		}
		e.ID[6], e.ID[8] = e.ID[6]&0x0f, e.ID[8]&0x3f // as in the events of these tests
		for key, value := range in.Properties {
			if text, ok := value.(string); ok && !slices.Contains(own, key) {
				e.Attrs = append(e.Attrs, telemetry.String(key, text))
			}
		}
		events, uuids = append(events, e), append(uuids, in.UUID)
	}
	return events, uuids, nil
}

func newSink(t *testing.T, url string) *posthogsink.Sink {
	t.Helper()
	sink, err := posthogsink.New(posthogsink.Config{Endpoint: url, APIKey: "phc_abc123", Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func testEvent(name string) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: "0123abcd",
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 789_000_000, time.UTC),
		Attrs:        telemetry.Attrs{{Key: "command", Value: "deploy"}},
		ID:           telemetry.ID{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255},
	}
}
