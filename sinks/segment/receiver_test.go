package segmentsink_test

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	segmentsink "github.com/optin-go/optin/sinks/segment"
	"github.com/optin-go/optin/telemetry"
)

// receiver is a real HTTP server that takes Segment's format.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	requests []*http.Request
	bodies   [][]byte
	events   []telemetry.Event
	broken   error
	status   int           // 0 takes everything
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
		w.WriteHeader(r.status)
		return
	}
	r.requests, r.bodies = append(r.requests, req), append(r.bodies, body)
	events, decodeErr := decode(body)
	r.events = append(r.events, events...)
	r.broken = errors.Join(r.broken, err, decodeErr)
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"success": true}`)
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

func decode(body []byte) ([]telemetry.Event, error) {
	var batch struct {
		Batch []struct {
			Event, MessageID string
			Properties       map[string]string
		}
	}
	if err := json.Unmarshal(body, &batch); err != nil {
		return nil, err
	}
	events := make([]telemetry.Event, len(batch.Batch))
	for i, b := range batch.Batch {
		events[i].Name = b.Event
		if err := events[i].ID.UnmarshalText([]byte(b.MessageID)); b.MessageID != "" && err != nil {
			return nil, err
		}
		for key, value := range b.Properties {
			if key != "severity" && key != "err_msg" && key != "args" {
				events[i].Attrs = append(events[i].Attrs, telemetry.String(key, value))
			}
		}
	}
	return events, nil
}

func newSink(t *testing.T, url string) *segmentsink.Sink {
	t.Helper()
	sink, err := segmentsink.New(segmentsink.Config{Endpoint: url, WriteKey: "abc123", Timeout: time.Minute})
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
