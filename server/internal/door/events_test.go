package door_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/door"
	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func newHTTPSink(t testing.TB, s *server, token telemetry.Secret) *httpsink.Sink {
	t.Helper()
	sink, err := httpsink.New(httpsink.Config{Endpoint: s.url + "/v1/events", BearerToken: token, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func TestEventsOfHTTPSinkAreKeptOnce(t *testing.T) {
	s := newServer(t, door.Config{Tools: []declared.Tool{mytool}})
	sink := newHTTPSink(t, s, "")
	batch := eventsFrom(0, 100)
	for range 3 { // the answer was lost
		if err := sink.Export(t.Context(), batch); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.Export(t.Context(), append(eventsFrom(90, 20), eventsFrom(100, 10)...)); err != nil { // also within a request
		t.Fatal(err)
	}
	if err := sink.Emit(t.Context(), event(1000)); err != nil {
		t.Fatal(err)
	}
	if n := s.count(t); n != 111 {
		t.Errorf("%d events are kept, want 111", n)
	}
}

// A sender's clock may be wrong: both times are kept.
func TestArrivalAndEventTimeAreKeptApart(t *testing.T) {
	now := time.Now().UTC().Truncate(time.Second)
	s := newServer(t, door.Config{AcceptAny: true, Now: func() time.Time { return now }})
	early := event(1)
	early.TimestampUTC = now.Add(-48 * time.Hour)
	if err := newHTTPSink(t, s, "").Export(t.Context(), []telemetry.Event{early}); err != nil {
		t.Fatal(err)
	}
	var happened, arrived int64
	if err := s.store.Reader().QueryRowContext(t.Context(), "SELECT time, arrived FROM event").Scan(&happened, &arrived); err != nil {
		t.Fatal(err)
	}
	if happened != early.TimestampUTC.UnixNano() || arrived != now.UnixNano() {
		t.Errorf("happened %d, arrived %d", happened, arrived)
	}
}

func TestRejectedEventsAreNamed(t *testing.T) {
	s := newServer(t, door.Config{Tools: []declared.Tool{{
		Name: "mytool", Events: map[string]declared.Event{"command.invoke": {Attributes: []string{"command", "outcome"}}},
		Attributes: map[string]declared.Attribute{"command": {Values: []string{"deploy"}}, "outcome": {}},
	}}})
	events := eventsFrom(0, 12)
	events[1].Tool = "stranger"
	events[2].Attrs = telemetry.Attrs{{Key: "hostname", Value: "x"}}
	events[3].Attrs = telemetry.Attrs{{Key: "command", Value: "secretproject"}}
	events[4].Name = "other"
	events[5].TimestampUTC = time.Now().AddDate(-5, 0, 0)
	events[6].TimestampUTC = time.Now().AddDate(5, 0, 0)
	events[7].MachineID = ""
	events[8].Attrs = telemetry.Attrs{{Key: "command", Value: strings.Repeat("x", 20_000)}}
	events[9].ToolVersion = strings.Repeat("9", 300)
	err := newHTTPSink(t, s, "").Export(t.Context(), events)
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || !slices.Equal(partial.Rejected, []int{1, 2, 3, 4, 5, 6, 7, 8, 9}) || len(partial.Retry) > 0 {
		t.Fatalf("Export: %v", err)
	}
	if n := s.count(t); n != 3 {
		t.Errorf("%d events are kept, want 3", n)
	}
	metrics := s.get(t, "/metrics").body
	for _, want := range []string{
		`optin_events_total{result="accepted"} 3`, `optin_events_total{result="refused"} 9`, `optin_events_refused_total{reason="unknown_tool"} 1`,
		`optin_events_refused_total{reason="undeclared"} 3`, `optin_events_refused_total{reason="too_long"} 1`, `optin_requests_total{path="/v1/events",status="200"} 1`,
	} {
		if !strings.Contains(metrics, want+"\n") {
			t.Errorf("the metrics have no %s:\n%s", want, metrics)
		}
	}
}

// What the door refuses is on the pages; a stranger's name is not.
func TestRefusalsAreCountedInTheStore(t *testing.T) {
	f := &fakeStore{}
	d := door.New(door.Config{Store: f, Tools: []declared.Tool{{Name: "mytool", Key: "k"}}})
	for _, body := range []string{`{"name":"e","tool":"<script>"}`, `{"name":"e","tool":"mytool"}`, `[{"name":5},{"name":"e","tool":"mytool"}]`} {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/v1/events", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		d.ServeHTTP(discard{http.Header{}}, req)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	want := map[string]int{" unknown_tool": 1, "mytool wrong_key": 2, " malformed": 1}
	if len(f.refused) != len(want) {
		t.Errorf("counted %v, want %v", f.refused, want)
	}
	for key, n := range want {
		if f.refused[key] != n {
			t.Errorf("%q: counted %d times, want %d", key, f.refused[key], n)
		}
	}
}

type discard struct{ header http.Header }

func (d discard) Header() http.Header         { return d.header }
func (d discard) Write(p []byte) (int, error) { return len(p), nil }
func (d discard) WriteHeader(int)             {}

func TestKeyRoutesAToolsEvents(t *testing.T) {
	s := newServer(t, door.Config{Tools: []declared.Tool{{Name: "mytool", Key: "right"}}})
	for token, ok := range map[telemetry.Secret]bool{"right": true, "wrong": false, "": false} {
		err := newHTTPSink(t, s, token).Emit(t.Context(), event(1))
		if (err == nil) != ok || err != nil && !errors.Is(err, telemetry.ErrRejected) {
			t.Errorf("with the key %q: %v", string(token), err)
		}
	}
	if n := s.count(t); n != 1 {
		t.Errorf("%d events are kept", n)
	}
}

func TestDeletionIsAcknowledgedWithADate(t *testing.T) {
	s := newServer(t, door.Config{Tools: []declared.Tool{mytool}})
	sink := newHTTPSink(t, s, "")
	if err := sink.Export(t.Context(), eventsFrom(0, 14)); err != nil {
		t.Fatal(err)
	}
	begin := time.Now().Add(-time.Second)
	receipt, err := sink.Delete(t.Context(), "mytool", "machine-3")
	if err != nil {
		t.Fatal(err)
	}
	if receipt.AcceptedAt.Before(begin) || !receipt.By.After(receipt.AcceptedAt) {
		t.Errorf("the receipt is %v", receipt)
	}
	if n := s.count(t); n != 12 {
		t.Errorf("%d events are kept, want 12", n)
	}
	late := event(3) // from a queue
	late.ID[5] = 9
	if err := sink.Export(t.Context(), []telemetry.Event{late}); !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("an event of a deleted machine: %v", err)
	}
	for _, body := range []string{`{}`, `{"tool":"mytool"}`, `{"machine_id":"m"}`, `[]`, `x`, `{"tool":"stranger","machine_id":"m"}`, `{"tool":"mytool","machine_id":"` + strings.Repeat("m", 300) + `"}`} {
		if r := s.post(t, "/v1/events/deletions", "application/json", []byte(body)); r.status != http.StatusBadRequest {
			t.Errorf("%s: %d %s", body, r.status, r.body)
		}
	}
}
