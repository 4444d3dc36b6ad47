package otlpsink_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestSinkKeepsThePromisesOfSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		r := startReceiver(nil)
		sink, err := otlpsink.New(otlpsink.Config{Endpoint: r.URL, Timeout: time.Minute})
		return sinktest.Subject{
			Sink: sink,
			Events: func() ([]telemetry.Event, error) {
				events, err := r.events()
				for i := range events {
					if events[i].TimestampUTC.Unix() == 0 {
						events[i].TimestampUTC = time.Time{}
					}
				}
				return events, err
			},
			Raw: func() ([]byte, error) {
				r.mu.Lock()
				defer r.mu.Unlock()
				return bytes.Join(r.bodies, nil), r.broken
			},
			Close: func() error { r.Close(); return nil },
		}, err
	})
}

func TestSinkKeepsThePromisesOfExporter(t *testing.T) {
	sinktest.RunExporter(t, func() (sinktest.ExporterSubject, error) {
		var fails, hangs atomic.Bool
		r := startReceiver(nil)
		front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
			switch {
			case hangs.Load():
				_, _ = io.Copy(io.Discard, req.Body) // else the server does not see who hangs up
				<-req.Context().Done()
			case fails.Load():
				w.WriteHeader(http.StatusServiceUnavailable)
			default:
				r.Config.Handler.ServeHTTP(w, req)
			}
		}))
		sink, err := otlpsink.New(otlpsink.Config{Endpoint: front.URL, Timeout: time.Minute})
		return sinktest.ExporterSubject{
			Exporter: sink,
			Events:   r.events,
			Fail:     func() { fails.Store(true) },
			Hang:     func() { hangs.Store(true) },
			Close:    func() error { front.Close(); r.Close(); return nil },
		}, err
	})
}

func TestBadEndpointIsAnOTLPError(t *testing.T) {
	const planted = "pl4nted"
	tests := map[string]struct{ endpoint, says string }{
		"S9":               {"tcp://not-a-collector", "https://host:4318"},
		"gRPC":             {"grpc://" + planted + ":4317", "gRPC"},
		"gRPC with TLS":    {"grpcs://" + planted + ":4317", "gRPC"},
		"empty":            {"", "required"},
		"no scheme":        {planted + "/v1/logs", "https://host:4318"},
		"a file":           {"file:///" + planted, "https://host:4318"},
		"plain http":       {"http://" + planted + ".example.com:4318", "AllowInsecure"},
		"user info":        {"https://me:" + planted + "@example.com", "password"},
		"no host":          {"https:///" + planted, "host"},
		"fragment":         {"https://example.com/#" + planted, "fragment"},
		"port":             {"https://example.com:70000/" + planted, "port"},
		"line break":       {"https://example.com/" + planted + "\n", "Config.Endpoint"},
		"bad escape":       {"https://example.com/%zz" + planted, "Config.Endpoint"},
		"over-long":        {"https://example.com/" + strings.Repeat("a", 2048), "2048"},
		"with the path":    {"http://" + planted + ".example.com/v1/logs", "AllowInsecure"},
		"opaque":           {"https:" + planted, "host"},
		"scheme by itself": {"https:", "host"},
	}
	for name, tt := range tests {
		sink, err := otlpsink.New(otlpsink.Config{Endpoint: tt.endpoint})
		if sink != nil || !errors.Is(err, telemetry.ErrOTLP) || !errors.Is(err, telemetry.ErrConfig) {
			t.Errorf("%s: New returned %v, %v", name, sink, err)
			continue
		}
		if text := err.Error(); !strings.HasPrefix(text, "otlpsink: ") || !strings.Contains(text, "Config.Endpoint") || !strings.Contains(text, tt.says) || strings.Contains(text, planted) || strings.Contains(text, "not-a-collector") {
			t.Errorf("%s: %s", name, text)
		}
	}
}

func TestPathOfTheEndpoint(t *testing.T) {
	for path, want := range map[string]string{
		"":                   "/v1/logs",
		"/":                  "/v1/logs",
		"/otlp":              "/otlp/v1/logs",
		"/otlp/":             "/otlp/v1/logs",
		"/v1/logs":           "/v1/logs",
		"/v1/logs/":          "/v1/logs/",
		"/otlp/v1/logs":      "/otlp/v1/logs",
		"/v1/logs?key=1":     "/v1/logs?key=1",
		"/a%2Fb?key=1&x=%20": "/a%2Fb/v1/logs?key=1&x=%20",
	} {
		r := newReceiver(t, nil)
		if err := newSink(t, otlpsink.Config{Endpoint: r.URL + path}).Emit(t.Context(), testEvent("e")); err != nil {
			t.Fatal(err)
		}
		if r.paths[0] != want {
			t.Errorf("%s: posted to %s, want %s", path, r.paths[0], want)
		}
	}
}

func TestEventIsOneRecord(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, otlpsink.Config{
		Endpoint:      r.URL,
		Headers:       map[string]telemetry.Secret{"x-api-key": "k"},
		ResourceAttrs: map[string]string{"deployment.environment.name": "prod", "bad\xffkey": "bad\xffvalue"},
	})
	e := testEvents(1)[0]
	e.Args, e.ErrMsg = "deploy --dry-run", "no such target"
	if err := sink.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"Content-Type": "application/x-protobuf", "User-Agent": "optin-otlpsink", "X-Api-Key": "k"} {
		if got := r.headers[0].Get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	resource, record := r.onlyRecord(t)
	equalMaps(t, resource, map[string]string{
		"service.name": "mytool", "service.version": "1.4.0", "app.installation.id": "m",
		"deployment.environment.name": "prod", "bad\uFFFDkey": "bad\uFFFDvalue",
	})
	equalMaps(t, record.attrs, map[string]string{
		"command": "deploy", "outcome": "ok", "event.args": "deploy --dry-run", "exception.message": "no such target",
		"log.record.uid": "00000000000000000000000000000001",
	})
	at := uint64(e.TimestampUTC.UnixNano())
	switch {
	case record.time != at, record.observed != at:
		t.Errorf("the times are %d and %d, want %d", record.time, record.observed, at)
	case record.eventName != "event.000":
		t.Errorf("the event name is %q", record.eventName)
	case record.body != record.eventName: // log stores show it as the message
		t.Errorf("the body is %q", record.body)
	case record.severity != 17, record.severityText != "ERROR":
		t.Errorf("the severity is %v %q", record.severity, record.severityText)
	}
}

func equalMaps(t *testing.T, got, want map[string]string) {
	t.Helper()
	for key, value := range want {
		if g, ok := got[key]; !ok || g != value {
			t.Errorf("%s is %q, want %q", key, g, value)
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Errorf("there is an attribute %q", key)
		}
	}
}

func TestEmptyFieldsAreLeftOut(t *testing.T) {
	r := newReceiver(t, nil)
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(t.Context(), telemetry.Event{Name: "e", Tool: "mytool", TimestampUTC: time.Unix(1, 0)}); err != nil {
		t.Fatal(err)
	}
	resource, record := r.onlyRecord(t)
	equalMaps(t, resource, map[string]string{"service.name": "mytool"})
	equalMaps(t, record.attrs, nil)
	if record.severity != 9 || record.severityText != "INFO" {
		t.Errorf("the severity is %v %q", record.severity, record.severityText)
	}
}

func TestAttributesAreUnique(t *testing.T) {
	r := newReceiver(t, nil)
	e := testEvents(1)[0]
	e.Args = "the field"
	e.Attrs = telemetry.Attrs{
		{Key: "b", Value: "first"},
		{Key: "event.args", Value: "an attribute"},
		{Key: "a", Value: "1"},
		{Key: "b", Value: "last"},
		{Key: "x\xff", Value: "first"},
		{Key: "x\xfe", Value: "last\xff"},
		{Key: "log.record.uid", Value: "mine"},
		{Key: "exception.message", Value: "an attribute"},
	}
	before := e.Clone()
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	_, record := r.onlyRecord(t)
	equalMaps(t, record.attrs, map[string]string{
		"a": "1", "b": "last", "x\uFFFD": "last\uFFFD", "event.args": "the field", "log.record.uid": e.ID.String(), "exception.message": "an attribute",
	})
	for i := range e.Attrs {
		if e.Attrs[i] != before.Attrs[i] {
			t.Error("the caller's event was modified")
		}
	}
}

// Protobuf refuses text that is not UTF-8, and with it the whole request.
func TestInvalidUTF8IsRepairedEverywhere(t *testing.T) {
	const bad = "x\xff\xfe\x00y"
	r := newReceiver(t, nil)
	e := telemetry.Event{Name: bad, Tool: bad, ToolVersion: bad, MachineID: bad, Args: bad, ErrMsg: bad, Attrs: telemetry.Attrs{{Key: bad, Value: bad}}, TimestampUTC: time.Unix(1, 0)}
	sink := newSink(t, otlpsink.Config{Endpoint: r.URL})
	if err := sink.Export(t.Context(), []telemetry.Event{e, testEvent("good")}); err != nil {
		t.Fatal(err)
	}
	events, err := r.events()
	if err != nil || len(events) != 2 || events[1].Name != "good" {
		t.Fatalf("%v arrived, %v", events, err)
	}
	const good = "x\uFFFD\x00y"
	if got := events[0]; got.Name != good || got.Tool != good || got.ToolVersion != good || got.MachineID != good || got.Args != good || got.ErrMsg != good || got.Attrs[0] != (telemetry.Attr{Key: good, Value: good}) {
		t.Errorf("arrived as %+v", got)
	}
}

func TestTimesThatOTLPCannotCount(t *testing.T) {
	tests := map[string]struct {
		at   time.Time
		want uint64
	}{
		"zero":            {time.Time{}, 0},
		"before 1970":     {time.Unix(0, -1), 0},
		"1970":            {time.Unix(0, 0), 0},
		"just after 1970": {time.Unix(0, 1), 1},
		"the last":        {time.Unix(0, math.MaxInt64), math.MaxInt64},
		"one later":       {time.Unix(0, math.MaxInt64).Add(1), 0},
		"2500":            {time.Date(2500, 1, 1, 0, 0, 0, 0, time.UTC), 0},
		"12000":           {time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC), 0},
		"another zone":    {time.Unix(5, 6).In(time.FixedZone("", 3600)), 5_000_000_006},
	}
	for name, tt := range tests {
		r := newReceiver(t, nil)
		e := testEvent("e")
		e.TimestampUTC = tt.at
		before := uint64(time.Now().UnixNano())
		if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(t.Context(), e); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		_, record := r.onlyRecord(t)
		if record.time != tt.want {
			t.Errorf("%s: the time is %d, want %d", name, record.time, tt.want)
		}
		if observed := record.observed; tt.want != 0 && observed != tt.want || tt.want == 0 && (observed < before || observed > uint64(time.Now().UnixNano())) {
			t.Errorf("%s: observed at %d", name, observed)
		}
	}
}

func TestBatchIsGroupedByToolVersionAndMachine(t *testing.T) {
	r := newReceiver(t, nil)
	var events []telemetry.Event
	for i, of := range []struct{ tool, version, machine string }{
		{"a", "1", "m"}, {"b", "1", "m"}, {"a", "1", "m"}, {"a", "2", "m"}, {"a", "1", "n"}, {"b", "1", "m"}, {"a", "1", "m"},
	} {
		e := testEvents(i + 1)[i]
		e.Tool, e.ToolVersion, e.MachineID = of.tool, of.version, of.machine
		events = append(events, e)
	}
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, logs := range r.requests[0] {
		attrs := logs.resource
		var numbers strings.Builder
		for _, record := range logs.records {
			numbers.WriteString(strings.TrimPrefix(record.eventName, "event.00"))
		}
		got = append(got, attrs["service.name"]+attrs["service.version"]+attrs["app.installation.id"]+":"+numbers.String())
	}
	if want := "a1m:026 b1m:15 a2m:3 a1n:4"; strings.Join(got, " ") != want || len(r.requests) != 1 {
		t.Errorf("the groups are %v, want %s", got, want)
	}
}

// What a queue hands over was redacted when it was recorded.
func TestExportSendsTextsAsTheyAre(t *testing.T) {
	e := testEvent("e")
	e.Attrs = telemetry.Attrs{{Key: "password", Value: "a-fixed-word"}}
	r := newReceiver(t, nil)
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), []telemetry.Event{e}); err != nil {
		t.Fatal(err)
	}
	_, record := r.onlyRecord(t)
	equalMaps(t, record.attrs, map[string]string{"password": "a-fixed-word"})
}

func TestEnvironmentIsNotRead(t *testing.T) {
	elsewhere := newReceiver(t, nil)
	for _, name := range []string{"OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_LOGS_ENDPOINT"} {
		t.Setenv(name, elsewhere.URL)
	}
	t.Setenv("OTEL_EXPORTER_OTLP_HEADERS", "x-env=1")
	t.Setenv("OTEL_SDK_DISABLED", "true")
	t.Setenv("OTEL_SERVICE_NAME", "other")
	t.Setenv("OTEL_RESOURCE_ATTRIBUTES", "x=1")
	t.Setenv("OTEL_EXPORTER_OTLP_COMPRESSION", "none")
	r := newReceiver(t, nil)
	e := testEvent("e")
	e.Attrs = append(e.Attrs, telemetry.Attr{Key: "z", Value: strings.Repeat("word ", 1000)})
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	resource, _ := r.onlyRecord(t)
	if resource["service.name"] != "mytool" || resource["x"] != "" || r.headers[0].Get("X-Env") != "" || r.headers[0].Get("Content-Encoding") != "gzip" {
		t.Errorf("the environment changed the request: %v, %v", resource, r.headers[0])
	}
	if len(elsewhere.requests) != 0 {
		t.Error("the environment redirected the request")
	}
	if _, err := otlpsink.New(otlpsink.Config{}); err == nil {
		t.Error("the environment gave an endpoint")
	}
}

func TestResourceAttrsThatCannotWork(t *testing.T) {
	for key, says := range map[string]string{"": "empty", "service.name": "service.name", "service.version": "service.version", "app.installation.id": "app.installation.id"} {
		_, err := otlpsink.New(otlpsink.Config{Endpoint: "https://example.com", ResourceAttrs: map[string]string{key: "pl4nted"}})
		if !errors.Is(err, telemetry.ErrConfig) || !errors.Is(err, telemetry.ErrOTLP) || !strings.Contains(err.Error(), "Config.ResourceAttrs") || !strings.Contains(err.Error(), says) || strings.Contains(err.Error(), "pl4nted") {
			t.Errorf("%q: %v", key, err)
		}
	}
}

func TestConfigIsNotKept(t *testing.T) {
	r := newReceiver(t, nil)
	headers, attrs := map[string]telemetry.Secret{"X-Key": "before"}, map[string]string{"env": "before"}
	sink := newSink(t, otlpsink.Config{Endpoint: r.URL, Headers: headers, ResourceAttrs: attrs})
	headers["X-Key"], attrs["env"] = "after", "after"
	if err := sink.Emit(t.Context(), testEvent("e")); err != nil {
		t.Fatal(err)
	}
	if resource, _ := r.onlyRecord(t); resource["env"] != "before" || r.headers[0].Get("X-Key") != "before" {
		t.Errorf("%v, %v", resource, r.headers[0])
	}
}

func TestNilAndZeroSinksReturnAnError(t *testing.T) {
	var none *otlpsink.Sink
	for name, s := range map[string]*otlpsink.Sink{"nil": none, "zero": {}} {
		for _, err := range []error{s.Emit(t.Context(), testEvent("e")), s.Export(t.Context(), testEvents(1)), s.Export(t.Context(), nil)} {
			if !errors.Is(err, telemetry.ErrConfig) || !errors.Is(err, telemetry.ErrOTLP) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("%s: Flush: %v", name, err)
		}
	}
}

func TestExportOfNothingPostsNothing(t *testing.T) {
	r := newReceiver(t, nil)
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), nil); err != nil {
		t.Error(err)
	}
	if len(r.requests) != 0 {
		t.Error("a request was sent")
	}
}

func TestEndedContextPostsNothing(t *testing.T) {
	r := newReceiver(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(ctx, testEvent("e"))
	if !errors.Is(err, context.Canceled) || !errors.Is(err, telemetry.ErrOTLP) || errors.Is(err, telemetry.ErrRejected) || len(r.requests) != 0 {
		t.Errorf("Emit: %v, %d requests", err, len(r.requests))
	}
}

func TestCallersClientIsUsed(t *testing.T) {
	r := newReceiver(t, nil)
	used := false
	client := &http.Client{Transport: roundTripper(func(req *http.Request) (*http.Response, error) {
		used = true
		return http.DefaultTransport.RoundTrip(req)
	})}
	if err := newSink(t, otlpsink.Config{Endpoint: r.URL, Client: client}).Emit(t.Context(), testEvent("e")); err != nil || !used {
		t.Errorf("the caller's client was used: %v, %v", used, err)
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }
