package otlpsink_test

import (
	"bytes"
	"compress/gzip"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// receiver is a real HTTP server on loopback that decodes what it is sent.
type receiver struct {
	*httptest.Server

	mu       sync.Mutex
	paths    []string
	headers  []http.Header
	bodies   [][]byte
	requests [][]resourceLogs
	broken   error
}

// startReceiver starts a receiver that answers with answer, or as OTLP wants it if
// that is nil.
func startReceiver(answer http.HandlerFunc) *receiver {
	r := &receiver{}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		r.keep(req)
		if answer == nil {
			answer = protobufAnswer("")
		}
		answer(w, req)
	}))
	return r
}

func newReceiver(t testing.TB, answer http.HandlerFunc) *receiver {
	r := startReceiver(answer)
	t.Cleanup(r.Close)
	t.Cleanup(func() {
		if r.broken != nil {
			t.Error(r.broken)
		}
	})
	return r
}

func protobufAnswer(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/x-protobuf")
		_, _ = io.WriteString(w, body)
	}
}

func (r *receiver) keep(req *http.Request) {
	body, err := io.ReadAll(req.Body)
	if err == nil && req.Header.Get("Content-Encoding") == "gzip" {
		var zr *gzip.Reader
		if zr, err = gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, err = io.ReadAll(zr)
		}
	}
	var request []resourceLogs
	if err == nil {
		request, err = parseRequest(body)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.paths = append(r.paths, req.URL.RequestURI())
	r.headers = append(r.headers, req.Header)
	r.bodies = append(r.bodies, body)
	r.requests = append(r.requests, request)
	if err != nil {
		r.broken = err
	}
}

// events turns the records of all requests back into events.
func (r *receiver) events() ([]telemetry.Event, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	var events []telemetry.Event
	for _, request := range r.requests {
		for _, logs := range request {
			for _, record := range logs.records {
				e, err := eventOf(logs.resource, record)
				if err != nil {
					return nil, err
				}
				events = append(events, e)
			}
		}
	}
	return events, r.broken
}

func eventOf(resource map[string]string, r record) (telemetry.Event, error) {
	e := telemetry.Event{
		Name: r.eventName, Tool: resource["service.name"], ToolVersion: resource["service.version"],
		MachineID: resource["app.installation.id"], TimestampUTC: time.Unix(0, int64(r.time)).UTC(),
	}
	for _, key := range r.keys {
		value := r.attrs[key]
		switch key {
		case "event.args":
			e.Args = value
		case "exception.message":
			e.ErrMsg = value
		case "log.record.uid":
			if err := e.ID.UnmarshalText([]byte(value)); err != nil {
				return e, err
			}
		default:
			e.Attrs = append(e.Attrs, telemetry.Attr{Key: key, Value: value})
		}
	}
	if r.severityText != e.Severity() {
		return e, fmt.Errorf("the severity of %q is %q", e.Name, r.severityText)
	}
	return e, nil
}

// onlyRecord returns the resource and the record of the only event that arrived.
func (r *receiver) onlyRecord(t *testing.T) (resource map[string]string, only record) {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.requests) != 1 || len(r.requests[0]) != 1 || len(r.requests[0][0].records) != 1 {
		t.Fatalf("the requests are %v", r.requests)
	}
	logs := r.requests[0][0]
	if logs.scope != "github.com/optin-go/optin/sinks/otlp" {
		t.Errorf("the scope is %q", logs.scope)
	}
	return logs.resource, logs.records[0]
}

func newSink(t testing.TB, cfg otlpsink.Config) *otlpsink.Sink {
	t.Helper()
	sink, err := otlpsink.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func testEvent(name string) telemetry.Event {
	return telemetry.Event{
		Name: name, Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m",
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 7, time.UTC),
		Attrs:        telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}},
	}
}

// testEvents returns n events with IDs.
func testEvents(n int) []telemetry.Event {
	events := make([]telemetry.Event, n)
	for i := range events {
		events[i] = testEvent(fmt.Sprintf("event.%03d", i))
		id, _ := hex.DecodeString(fmt.Sprintf("%032x", i+1))
		events[i].ID = telemetry.ID(id)
	}
	return events
}
