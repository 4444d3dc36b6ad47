package segmentsink_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	segmentsink "github.com/optin-go/optin/sinks/segment"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestSinkKeepsThePromisesOfExporter(t *testing.T) {
	sinktest.RunExporter(t, func() (sinktest.ExporterSubject, error) {
		r := startReceiver()
		sink, err := segmentsink.New(segmentsink.Config{Endpoint: r.URL, WriteKey: "abc123", Timeout: time.Minute})
		return sinktest.ExporterSubject{
			Exporter: sink,
			Events: func() ([]telemetry.Event, error) {
				r.mu.Lock()
				defer r.mu.Unlock()
				return slices.Clone(r.events), r.broken
			},
			Fail:  func() { r.mu.Lock(); r.status = http.StatusServiceUnavailable; r.mu.Unlock() },
			Hang:  func() { r.mu.Lock(); r.hang = make(chan struct{}); r.mu.Unlock() },
			Close: func() error { r.Close(); return nil },
		}, err
	})
}

var sentAt = regexp.MustCompile(`"sentAt":"[^"]+"`)

func TestRequestIsTheDocumentedOne(t *testing.T) {
	r := newReceiver(t)
	e := testEvent("command.invoke")
	e.Args, e.ErrMsg = "deploy --dry-run", `no such "target"`
	if err := newSink(t, r.URL).Export(t.Context(), []telemetry.Event{e}); err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/request.json")
	if err != nil {
		t.Fatal(err)
	}
	if got := sentAt.ReplaceAllString(string(r.bodies[0]), `"sentAt":"NOW"`); got != strings.TrimSpace(string(want)) {
		t.Errorf("the request is\n\t%s\nwant\n\t%s", got, want)
	}
	req := r.requests[0]
	for name, want := range map[string]string{"Authorization": "Basic YWJjMTIzOg==", "Content-Type": "application/json"} {
		if got := req.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if req.Method != http.MethodPost || req.URL.Path != "/v1/batch" {
		t.Errorf("the request is %s %s", req.Method, req.URL.Path)
	}
}

func TestDocumentedAnswers(t *testing.T) {
	data, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Answers []struct {
			Name, Body, Error string
			Status            int
			Headers           map[string]string
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	for _, a := range golden.Answers {
		t.Run(a.Name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				for name, value := range a.Headers {
					w.Header().Set(name, value)
				}
				w.WriteHeader(a.Status)
				_, _ = w.Write([]byte(a.Body))
			}))
			defer server.Close()
			err := newSink(t, server.URL).Export(t.Context(), []telemetry.Event{testEvent("e")})
			if got := kindOf(err); got != a.Error {
				t.Errorf("the error is %q: %v, want %q", got, err, a.Error)
			}
		})
	}
}

func kindOf(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, telemetry.ErrRejected):
		return "rejected"
	default:
		return "retry"
	}
}

// Segment answers 200 to some requests that are beyond its limits, and drops their
// events.
func TestRequestsStayWithinTheLimits(t *testing.T) {
	for name, tt := range map[string]struct {
		events, bytes, requests int
	}{
		"one":                      {1, 100, 1},
		"as many as it takes":      {2500, 10, 2}, // of 160 bytes and more
		"more than it takes":       {2501, 10, 2},
		"more bytes than it takes": {100, 20_000, 8},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReceiver(t)
			events := make([]telemetry.Event, tt.events)
			for i := range events {
				events[i] = testEvent(fmt.Sprintf("event.%d", i))
				events[i].Attrs = telemetry.Attrs{telemetry.String("text", strings.Repeat("x", tt.bytes))}
			}
			if err := newSink(t, r.URL).Export(t.Context(), events); err != nil {
				t.Fatal(err)
			}
			if len(r.events) != tt.events || len(r.bodies) != tt.requests {
				t.Errorf("%d events arrived in %d requests, want %d in %d", len(r.events), len(r.bodies), tt.events, tt.requests)
			}
			for _, body := range r.bodies {
				if len(body) > 500_000 {
					t.Errorf("a request has %d bytes", len(body))
				}
			}
		})
	}
}

func TestEventsThatCannotBeTakenAreRejectedAlone(t *testing.T) {
	r := newReceiver(t)
	large, nameless, strange := testEvent("large"), testEvent(""), testEvent("strange")
	large.Attrs = telemetry.Attrs{telemetry.String("text", strings.Repeat("x", 33_000))}
	strange.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	machineless := testEvent("machineless")
	machineless.MachineID = ""
	err := newSink(t, r.URL).Export(t.Context(), []telemetry.Event{large, testEvent("a"), nameless, strange, machineless, testEvent("b")})
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || !slices.Equal(partial.Rejected, []int{0, 2, 3, 4}) || !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("Export: %v", err)
	}
	if len(r.events) != 2 || r.events[0].Name != "a" || r.events[1].Name != "b" {
		t.Errorf("%v arrived", r.events)
	}
}

func TestEmitRedacts(t *testing.T) {
	const credential = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
	r := newReceiver(t)
	e := testEvent("e")
	e.ErrMsg = "https://me:" + credential + "@example.com/"
	if err := newSink(t, r.URL).Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(r.bodies[0]), credential) {
		t.Errorf("the credential was sent: %s", r.bodies[0])
	}
}

func TestMistakesAreFoundAtConstruction(t *testing.T) {
	for field, cfg := range map[string]segmentsink.Config{
		"Config.Endpoint": {WriteKey: "pl4nted"},
		"Config.WriteKey": {Endpoint: "https://pl4nted.example.com"},
		"plain http":      {Endpoint: "http://pl4nted.example.com", WriteKey: "pl4nted"},
		"Config.Timeout":  {Endpoint: "https://pl4nted.example.com", WriteKey: "pl4nted", Timeout: -1},
	} {
		_, err := segmentsink.New(cfg)
		if !errors.Is(err, telemetry.ErrConfig) || !errors.Is(err, telemetry.ErrHTTP) || strings.Contains(err.Error(), "HTTP error") || !strings.Contains(err.Error(), field) || strings.Contains(err.Error(), "pl4nted") {
			t.Errorf("%s: %v", field, err)
		}
	}
	var none *segmentsink.Sink
	for name, s := range map[string]*segmentsink.Sink{"nil": none, "zero": {}} {
		if err := s.Emit(t.Context(), testEvent("e")); !errors.Is(err, telemetry.ErrConfig) || s.Recipient() != "" || s.Flush(t.Context()) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPrintingShowsNoKey(t *testing.T) {
	cfg := segmentsink.Config{Endpoint: "https://api.segment.io", WriteKey: "pl4nted"}
	sink, err := segmentsink.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []any{cfg, &cfg, sink, *sink} {
		if text := fmt.Sprintf("%v %+v %#v", value, value, value); strings.Contains(text, "pl4nted") || strings.Contains(text, "cGw0bnRlZ") {
			t.Errorf("%T: %s", value, text)
		}
	}
	if got := sink.Recipient(); got != "api.segment.io" {
		t.Errorf("the recipient is %q", got)
	}
}

// A queue asks its exporter how old an event may become.
func TestMaxAgeIsTheConfigs(t *testing.T) {
	for given, want := range map[time.Duration]time.Duration{0: 0, -1: 0, time.Hour: time.Hour} {
		sink, err := segmentsink.New(segmentsink.Config{Endpoint: "https://example.com", WriteKey: "k", MaxAge: given})
		if err != nil || sink.MaxAge() != want {
			t.Errorf("%v: got %v, %v", given, sink.MaxAge(), err)
		}
	}
	var none *segmentsink.Sink
	if none.MaxAge() != 0 {
		t.Error("a nil Sink has a maximum age")
	}
}
