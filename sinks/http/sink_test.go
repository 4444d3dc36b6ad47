package httpsink_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func TestSinkKeepsThePromisesOfSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		r := startReceiver(nil)
		sink, err := httpsink.New(httpsink.Config{Endpoint: r.URL, Timeout: time.Minute})
		return sinktest.Subject{
			Sink:   sink,
			Events: r.events,
			Raw: func() ([]byte, error) {
				var raw []byte
				for _, req := range r.all() {
					raw = append(raw, req.raw...)
					raw = append(raw, req.body...)
				}
				return raw, r.err()
			},
			Close: func() error { r.Close(); return nil },
		}, err
	})
}

// judge is a receiver that fails, hangs or refuses an event when it is told to.
type judge struct {
	mu      sync.Mutex
	fails   bool
	hangs   bool
	refused telemetry.ID
	taken   []telemetry.Event
}

func (j *judge) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.hangs:
		j.mu.Unlock()
		<-req.Context().Done()
		j.mu.Lock()
		return
	case j.fails:
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	body, _ := io.ReadAll(req.Body) // which decodeEvents finds out
	events, err := decodeEvents(body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	rejected := []int{}
	for i, e := range events {
		if e.ID == j.refused {
			rejected = append(rejected, i)
		} else {
			j.taken = append(j.taken, e)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]any{"rejected": rejected})
}

func (j *judge) set(f func()) { j.mu.Lock(); f(); j.mu.Unlock() }

func TestSinkKeepsThePromisesOfExporter(t *testing.T) {
	sinktest.RunExporter(t, func() (sinktest.ExporterSubject, error) {
		j := &judge{}
		r := startReceiver(j.ServeHTTP)
		sink, err := httpsink.New(httpsink.Config{Endpoint: r.URL, Timeout: time.Minute})
		return sinktest.ExporterSubject{
			Exporter: sink,
			Events: func() ([]telemetry.Event, error) {
				j.mu.Lock()
				defer j.mu.Unlock()
				return slices.Clone(j.taken), r.err()
			},
			Fail:   func() { j.set(func() { j.fails = true }) },
			Hang:   func() { j.set(func() { j.hangs = true }) },
			Reject: func(id telemetry.ID) { j.set(func() { j.refused = id }) },
			Close:  func() error { r.Close(); return nil },
		}, err
	})
}

func TestPostsJSON(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL + "/v1/events?source=cli"})
	e := testEvent("command.invoke")
	if err := sink.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	got := r.only(t)
	if got.method != http.MethodPost || got.path != "/v1/events" || got.query != "source=cli" {
		t.Errorf("the request is %s %s?%s", got.method, got.path, got.query)
	}
	if c := got.header.Get("Content-Type"); c != "application/json" {
		t.Errorf("the content type is %q", c)
	}
	if e := got.header.Get("Accept-Encoding"); e != "identity" {
		t.Errorf("the answer may be encoded as %q", e)
	}
	if ua := got.header.Get("User-Agent"); ua != "optin-httpsink" {
		t.Errorf("the user agent is %q", ua)
	}
	encoded, err := e.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	if want := strings.TrimSuffix(string(encoded), "}") + `,"severity":"INFO"}`; string(got.body) != want {
		t.Errorf("the body is\n\t%s\nwant\n\t%s", got.body, want)
	}
}

func TestSendsTheBearerToken(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL, BearerToken: "s3cret", UserAgent: "mytool/1.4.0", Headers: map[string]telemetry.Secret{"x-dataset": "usage"}})
	if err := sink.Emit(t.Context(), testEvent("e")); err != nil {
		t.Fatal(err)
	}
	got := r.only(t)
	for name, want := range map[string]string{"Authorization": "Bearer s3cret", "X-Dataset": "usage", "User-Agent": "mytool/1.4.0"} {
		if value := got.header.Get(name); value != want {
			t.Errorf("%s is %q, want %q", name, value, want)
		}
	}
}

// What a queue hands over was redacted when it was recorded. A fixed word of a
// catalogue, which looks like a name of the user, must not change on the way.
func TestExportSendsTextsAsTheyAre(t *testing.T) {
	e := testEvent("e")
	e.Attrs = telemetry.Attrs{{Key: "password", Value: "a-fixed-word"}}
	r := newReceiver(t, nil)
	if err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), []telemetry.Event{e}); err != nil {
		t.Fatal(err)
	}
	if body := r.only(t).body; !bytes.Contains(body, []byte(`"password":"a-fixed-word"`)) {
		t.Errorf("the request is %s", body)
	}
}

func TestSendsTheSeverity(t *testing.T) {
	ok, failed := testEvent("ok"), testEvent("failed")
	failed.ErrMsg = "no such target"
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	for _, err := range []error{sink.Emit(t.Context(), ok), sink.Emit(t.Context(), failed), sink.Export(t.Context(), []telemetry.Event{ok, failed})} {
		if err != nil {
			t.Fatal(err)
		}
	}
	all := r.all()
	for i, want := range []string{"INFO", "ERROR"} {
		if suffix := `,"severity":"` + want + `"}`; !bytes.HasSuffix(all[i].body, []byte(suffix)) {
			t.Errorf("the body does not end in %s: %s", suffix, all[i].body)
		}
	}
	if want := "[" + string(all[0].body) + "," + string(all[1].body) + "]"; string(all[2].body) != want {
		t.Errorf("the batch is\n\t%s\nwant\n\t%s", all[2].body, want)
	}
}

// countingTransport is a part of a caller's client.
type countingTransport struct{ calls atomic.Int64 }

func (c *countingTransport) RoundTrip(req *http.Request) (*http.Response, error) {
	c.calls.Add(1)
	return http.DefaultTransport.RoundTrip(req)
}

func TestUsesTheCallersClient(t *testing.T) {
	elsewhere := newReceiver(t, nil)
	r := newReceiver(t, answers(http.StatusTemporaryRedirect, "Location", elsewhere.URL))
	transport := &countingTransport{}
	errFollowed := errors.New("followed")
	client := &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return errFollowed }}
	sink := newSink(t, httpsink.Config{Endpoint: r.URL, Client: client})
	if err := sink.Emit(t.Context(), testEvent("e")); err == nil || errors.Is(err, errFollowed) {
		t.Errorf("Emit returned %v", err)
	}
	if n := transport.calls.Load(); n != 1 {
		t.Errorf("the caller's transport was used %d times", n)
	}
	if len(elsewhere.all()) != 0 {
		t.Error("the redirect was followed")
	}
	if !errors.Is(client.CheckRedirect(nil, nil), errFollowed) || client.Transport != http.RoundTripper(transport) || client.Timeout != 0 {
		t.Error("the caller's client was modified")
	}
}

func TestBodiesOverOneKiBAreGzipped(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	small, large := testEvent("small"), testEvent("large")
	large.Attrs = telemetry.Attrs{{Key: "filling", Value: strings.Repeat("word ", 1000)}}
	for range 3 { // the compressor is used again
		for _, e := range []telemetry.Event{small, large} {
			if err := sink.Emit(t.Context(), e); err != nil {
				t.Fatal(err)
			}
		}
	}
	for i, req := range r.all() {
		want := []string{"", "gzip"}[i%2]
		if got := req.header.Get("Content-Encoding"); got != want {
			t.Errorf("a body of %d bytes is encoded as %q, want %q", len(req.body), got, want)
		}
		if want == "gzip" && len(req.raw) > len(req.body)/2 {
			t.Errorf("%d bytes were sent for %d", len(req.raw), len(req.body))
		}
		var e telemetry.Event
		if err := json.Unmarshal(req.body, &e); err != nil {
			t.Error(err)
		}
	}
}

func TestExportOfNothingPostsNothing(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	if err := errors.Join(sink.Export(t.Context(), nil), sink.Export(t.Context(), []telemetry.Event{}), sink.Flush(t.Context())); err != nil {
		t.Error(err)
	}
	if n := len(r.all()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}

func TestIdempotencyKeyIsTheBatchs(t *testing.T) {
	r := newReceiver(t, nil)
	first := newSink(t, httpsink.Config{Endpoint: r.URL})
	second := newSink(t, httpsink.Config{Endpoint: r.URL}) // another process, later
	batch := testEvents(3)
	changed := testEvents(3)
	changed[1].Args = "other bytes, same ID"
	anonymous := testEvents(3)
	for i := range anonymous {
		anonymous[i].ID = telemetry.ID{}
	}
	anonymousToo := append([]telemetry.Event{}, anonymous...)
	anonymousToo[2].Name = "other"
	tests := []struct {
		name  string
		sink  *httpsink.Sink
		batch []telemetry.Event
		same  int // the index of an earlier batch that has the same key, or -1
	}{
		{"a batch", first, batch, -1},
		{"again", first, batch, 0},
		{"in another process", second, batch, 0},
		{"with the same IDs", first, changed, 0},
		{"a part", first, batch[:2], -1},
		{"in another order", first, []telemetry.Event{batch[1], batch[0], batch[2]}, -1},
		{"without IDs", first, anonymous, -1},
		{"without IDs, again", second, anonymous, 6},
		{"without IDs, other bytes", first, anonymousToo, -1},
	}
	var keys []string
	for _, tt := range tests {
		if err := tt.sink.Export(t.Context(), tt.batch); err != nil {
			t.Fatal(err)
		}
		all := r.all()
		key := all[len(all)-1].header.Get("Idempotency-Key")
		if len(key) != 32 {
			t.Errorf("%s: the key is %q", tt.name, key)
		}
		for i, other := range keys {
			wantSame := i == tt.same || tt.same >= 0 && other == keys[tt.same]
			if (key == other) != wantSame {
				t.Errorf("%s: the key equals that of %q: %v", tt.name, tests[i].name, key == other)
			}
		}
		keys = append(keys, key)
	}
}

func TestEventThatCannotBeEncodedIsRejectedAlone(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	impossible := testEvent("impossible")
	impossible.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	for name, err := range map[string]error{
		"Emit":   sink.Emit(t.Context(), impossible),
		"Export": sink.Export(t.Context(), []telemetry.Event{impossible, testEvent("a"), impossible, testEvent("b"), impossible}),
	} {
		want := map[string]string{"Emit": "none", "Export": "[0 2 4] []"}[name]
		if !errors.Is(err, telemetry.ErrRejected) || !errors.Is(err, telemetry.ErrSerde) || rejectedOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	events, err := r.events()
	if err != nil || len(events) != 2 || events[0].Name != "a" || events[1].Name != "b" {
		t.Errorf("%v arrived, %v", events, err)
	}
}

// With a failure that may pass, everything is exported again, so that the events
// that cannot be encoded are found again.
func TestEventThatCannotBeEncodedDoesNotHideAFailure(t *testing.T) {
	r := newReceiver(t, answers(http.StatusServiceUnavailable))
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	impossible := testEvent("impossible")
	impossible.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	err := sink.Export(t.Context(), []telemetry.Event{impossible, testEvent("a")})
	if err == nil || errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("Export: %v", err)
	}
}

func TestNilAndZeroSinksReturnAnError(t *testing.T) {
	var none *httpsink.Sink
	for name, s := range map[string]*httpsink.Sink{"nil": none, "zero": {}} {
		for _, err := range []error{s.Emit(t.Context(), testEvent("e")), s.Export(t.Context(), testEvents(1))} {
			if !errors.Is(err, telemetry.ErrConfig) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := s.Flush(t.Context()); err != nil {
			t.Errorf("%s: Flush: %v", name, err)
		}
	}
}

func TestEndedContextPostsNothing(t *testing.T) {
	r := newReceiver(t, nil)
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := sink.Emit(ctx, testEvent("e"))
	if !errors.Is(err, context.Canceled) || !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("Emit: %v", err)
	}
	if n := len(r.all()); n != 0 {
		t.Errorf("%d requests arrived", n)
	}
}
