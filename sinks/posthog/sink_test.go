package posthogsink_test

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

	posthogsink "github.com/optin-go/optin/sinks/posthog"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestSinkKeepsThePromisesOfExporter(t *testing.T) {
	sinktest.RunExporter(t, func() (sinktest.ExporterSubject, error) {
		r := startReceiver()
		sink, err := posthogsink.New(posthogsink.Config{Endpoint: r.URL, APIKey: "phc_abc123", Timeout: time.Minute})
		return sinktest.ExporterSubject{
			Exporter: sink,
			Events: func() ([]telemetry.Event, error) {
				r.mu.Lock()
				defer r.mu.Unlock()
				return slices.Clone(r.events), r.broken
			},
			Reject: func(id telemetry.ID) { r.mu.Lock(); r.refused = id; r.mu.Unlock() },
			Fail:   func() { r.mu.Lock(); r.status = http.StatusServiceUnavailable; r.mu.Unlock() },
			Hang:   func() { r.mu.Lock(); r.hang = make(chan struct{}); r.mu.Unlock() },
			Close:  func() error { r.Close(); return nil },
		}, err
	})
}

var createdAt = regexp.MustCompile(`"created_at":"[^"]+"`)

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
	if got := createdAt.ReplaceAllString(string(r.bodies[0]), `"created_at":"NOW"`); got != strings.TrimSpace(string(want)) {
		t.Errorf("the request is\n\t%s\nwant\n\t%s", got, want)
	}
	req := r.requests[0]
	for name, want := range map[string]string{
		"Authorization": "Bearer phc_abc123", "Content-Type": "application/json", "User-Agent": "optin-posthogsink",
		"PostHog-Sdk-Info": "optin-go/1", "PostHog-Attempt": "1",
	} {
		if got := req.Header.Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if req.Method != http.MethodPost || req.URL.Path != "/i/v1/analytics/events" {
		t.Errorf("the request is %s %s", req.Method, req.URL.Path)
	}
	if _, err := time.Parse(time.RFC3339, req.Header.Get("PostHog-Request-Timestamp")); err != nil {
		t.Error(err)
	}
}

// PostHog knows a request again by its ID, which must be a UUID.
func TestRequestIDIsTheBatchs(t *testing.T) {
	r := newReceiver(t)
	first, second := testEvent("a"), testEvent("b")
	second.ID[0] = 1
	for _, batch := range [][]telemetry.Event{{first, second}, {first, second}, {first}} {
		if err := newSink(t, r.URL).Export(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	var ids []string
	for _, req := range r.requests {
		ids = append(ids, req.Header.Get("PostHog-Request-Id"))
	}
	if ids[0] != ids[1] || ids[0] == ids[2] || !regexp.MustCompile("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$").MatchString(ids[0]) {
		t.Errorf("the IDs are %v", ids)
	}
}

// An event without an ID gets the same UUID in every attempt.
func TestUUIDWithoutAnID(t *testing.T) {
	r := newReceiver(t)
	e := testEvent("e")
	e.ID = telemetry.ID{}
	for range 2 {
		if err := newSink(t, r.URL).Export(t.Context(), []telemetry.Event{e}); err != nil {
			t.Fatal(err)
		}
	}
	if r.events[0].ID != r.events[1].ID || r.events[0].ID.IsZero() {
		t.Errorf("the IDs are %v and %v", r.events[0].ID, r.events[1].ID)
	}
}

func TestDocumentedAnswers(t *testing.T) {
	data, err := os.ReadFile("testdata/answers.json")
	if err != nil {
		t.Fatal(err)
	}
	var golden struct {
		Answers []struct {
			Name, Error     string
			Body            json.RawMessage
			Status          int
			Headers         map[string]string
			Rejected, Retry []int
		}
	}
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	for _, a := range golden.Answers {
		t.Run(a.Name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
				data, err := readBody(req)
				if err != nil {
					t.Error(err)
				}
				_, uuids, err := decode(data)
				if err != nil {
					t.Error(err)
				}
				answer := string(a.Body)
				for i, id := range uuids {
					answer = strings.ReplaceAll(answer, fmt.Sprintf("UUID%d", i), id)
				}
				w.Header().Set("Content-Type", "application/json")
				for name, value := range a.Headers {
					w.Header().Set(name, value)
				}
				w.WriteHeader(a.Status)
				_, _ = w.Write([]byte(answer))
			}))
			defer server.Close()
			events := make([]telemetry.Event, 4)
			for i := range events {
				events[i] = testEvent("e")
				events[i].ID[0] = byte(i)
			}
			err := newSink(t, server.URL).Export(t.Context(), events)
			if got := kindOf(err); got != a.Error {
				t.Errorf("the error is %q: %v, want %q", got, err, a.Error)
			}
			var partial *telemetry.PartialError
			if !errors.As(err, &partial) {
				partial = &telemetry.PartialError{}
			}
			if !slices.Equal(partial.Rejected, a.Rejected) || !slices.Equal(partial.Retry, a.Retry) {
				t.Errorf("rejected %v and to be sent again %v, want %v and %v", partial.Rejected, partial.Retry, a.Rejected, a.Retry)
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

// PostHog's own failures are 500, and say when to try again.
func TestServerErrorWithRetryAfterMayPass(t *testing.T) {
	for _, test := range []struct {
		status int
		after  string
		passes bool
	}{
		{500, "120", true}, {501, "120", true}, {503, "120", true}, {500, "", false}, {501, "", false}, {400, "120", false}, {401, "120", false},
	} {
		r := newReceiver(t)
		r.status, r.after = test.status, test.after
		err := newSink(t, r.URL).Export(t.Context(), []telemetry.Event{testEvent("e")})
		if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) == test.passes {
			t.Errorf("%d, Retry-After %q: the error is %v", test.status, test.after, err)
		}
		var asks interface{ RetryAfter() time.Duration }
		if test.passes && (!errors.As(err, &asks) || asks.RetryAfter() != 2*time.Minute) {
			t.Errorf("%d: it does not say when to try again: %v", test.status, err)
		}
	}
}

// What an answer says of each event must fit into what is read of one.
func TestRequestsHaveAtMost500Events(t *testing.T) {
	r := newReceiver(t)
	events := make([]telemetry.Event, 501)
	for i := range events {
		events[i] = testEvent("e")
		events[i].ID[1], events[i].ID[2] = byte(i>>8), byte(i)
	}
	r.refused = events[500].ID
	err := newSink(t, r.URL).Export(t.Context(), events)
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || !slices.Equal(partial.Rejected, []int{500}) {
		t.Errorf("Export: %v", err)
	}
	if len(r.events) != 500 || len(r.bodies) != 2 {
		t.Errorf("%d events arrived in %d requests", len(r.events), len(r.bodies))
	}
}

func TestEventsThatCannotBeTakenAreRejectedAlone(t *testing.T) {
	r := newReceiver(t)
	nameless, strange := testEvent(""), testEvent("strange")
	strange.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	machineless := testEvent("machineless")
	machineless.MachineID = ""
	err := newSink(t, r.URL).Export(t.Context(), []telemetry.Event{testEvent("a"), nameless, strange, machineless, testEvent("b")})
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || !slices.Equal(partial.Rejected, []int{1, 2, 3}) || !errors.Is(err, telemetry.ErrRejected) {
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
	for field, cfg := range map[string]posthogsink.Config{
		"Config.Endpoint": {APIKey: "pl4nted"},
		"Config.APIKey":   {Endpoint: "https://pl4nted.example.com"},
		"plain http":      {Endpoint: "http://pl4nted.example.com", APIKey: "pl4nted"},
		"Config.Timeout":  {Endpoint: "https://pl4nted.example.com", APIKey: "pl4nted", Timeout: -1},
	} {
		_, err := posthogsink.New(cfg)
		if !errors.Is(err, telemetry.ErrConfig) || !errors.Is(err, telemetry.ErrHTTP) || strings.Contains(err.Error(), "HTTP error") || !strings.Contains(err.Error(), field) || strings.Contains(err.Error(), "pl4nted") {
			t.Errorf("%s: %v", field, err)
		}
	}
	var none *posthogsink.Sink
	for name, s := range map[string]*posthogsink.Sink{"nil": none, "zero": {}} {
		if err := s.Emit(t.Context(), testEvent("e")); !errors.Is(err, telemetry.ErrConfig) || s.Recipient() != "" || s.Flush(t.Context()) != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPrintingShowsNoKey(t *testing.T) {
	cfg := posthogsink.Config{Endpoint: "https://eu.i.posthog.com", APIKey: "pl4nted"}
	sink, err := posthogsink.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	for _, value := range []any{cfg, &cfg, sink, *sink} {
		if text := fmt.Sprintf("%v %+v %#v", value, value, value); strings.Contains(text, "pl4nted") {
			t.Errorf("%T: %s", value, text)
		}
	}
	if got := sink.Recipient(); got != "eu.i.posthog.com" {
		t.Errorf("the recipient is %q", got)
	}
}

// A queue asks its exporter how old an event may become.
func TestMaxAgeIsTheConfigs(t *testing.T) {
	for given, want := range map[time.Duration]time.Duration{0: 0, -1: 0, time.Hour: time.Hour} {
		sink, err := posthogsink.New(posthogsink.Config{Endpoint: "https://example.com", APIKey: "k", MaxAge: given})
		if err != nil || sink.MaxAge() != want {
			t.Errorf("%v: got %v, %v", given, sink.MaxAge(), err)
		}
	}
	var none *posthogsink.Sink
	if none.MaxAge() != 0 {
		t.Error("a nil Sink has a maximum age")
	}
}
