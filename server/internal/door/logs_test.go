package door_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/optin-go/optin/server/internal/declared"
	"github.com/optin-go/optin/server/internal/door"
	"github.com/optin-go/optin/server/internal/store"
	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// keeping returns a store that keeps what it is given in memory.
func keeping(kept *[]telemetry.Event) *fakeStore {
	f := &fakeStore{}
	f.ingest = func(_ context.Context, events []store.Arrived) (store.Result, error) {
		for _, a := range events {
			*kept = append(*kept, a.Event)
		}
		return store.Result{Accepted: len(events)}, nil
	}
	return f
}

func newOTLPSink(t testing.TB, s *server, headers map[string]telemetry.Secret) *otlpsink.Sink {
	t.Helper()
	sink, err := otlpsink.New(otlpsink.Config{Endpoint: s.url, Headers: headers, ResourceAttrs: map[string]string{"host.name": "pl4nted"}, Timeout: time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	return sink
}

func TestEventsOfOTLPSinkComeBackAsTheyWere(t *testing.T) {
	var kept []telemetry.Event
	s := newServer(t, door.Config{Store: keeping(&kept), AcceptAny: true})
	events := eventsFrom(0, 50)
	events[1].ErrMsg, events[1].Args = "no such target", "deploy --dry-run"
	events[2].Attrs = nil
	events[3].Tool, events[4].MachineID = "another", "another"
	if err := newOTLPSink(t, s, nil).Export(t.Context(), events); err != nil {
		t.Fatal(err)
	}
	if len(kept) != len(events) {
		t.Fatalf("%d events arrived", len(kept))
	}
	byID := map[telemetry.ID]telemetry.Event{}
	for _, e := range kept {
		byID[e.ID] = e
	}
	for i, want := range events {
		got := string(encoded(t, byID[want.ID]))
		if got != string(encoded(t, want)) {
			t.Errorf("event %d arrived as\n\t%s\nwant\n\t%s", i, got, encoded(t, want))
		}
	}
}

// The same event by either way is one event.
func TestADuplicateByTheOtherFormatIsOne(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true})
	if err := errors.Join(newOTLPSink(t, s, nil).Export(t.Context(), eventsFrom(0, 20)), newHTTPSink(t, s, "").Export(t.Context(), eventsFrom(0, 20))); err != nil {
		t.Fatal(err)
	}
	if n := s.count(t); n != 20 {
		t.Errorf("%d events are kept, want 20", n)
	}
}

func TestPartialSuccessHasTheNumber(t *testing.T) {
	s := newServer(t, door.Config{Tools: []declared.Tool{{Name: "mytool", Key: "k"}}})
	events := eventsFrom(0, 10)
	events[2].Tool, events[7].MachineID = "stranger", ""
	key := map[string]telemetry.Secret{"Authorization": "Bearer k"}
	err := newOTLPSink(t, s, key).Export(t.Context(), events)
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || len(partial.Rejected) != 2 || !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("Export: %v", err)
	}
	if n := s.count(t); n != 8 {
		t.Errorf("%d events are kept, want 8", n)
	}
	if err := newOTLPSink(t, s, nil).Export(t.Context(), eventsFrom(20, 1)); !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("without the key: %v", err)
	}
	body := `{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"eventName":"e"}]}]}]}`
	if r := s.post(t, "/v1/logs", "application/json", []byte(body)); r.status != 200 || !strings.Contains(r.body, `"rejectedLogRecords":"1"`) {
		t.Errorf("in JSON: %d %s", r.status, r.body)
	}
}

func TestJSONLogs(t *testing.T) {
	var kept []telemetry.Event
	s := newServer(t, door.Config{Store: keeping(&kept), AcceptAny: true})
	// From OpenTelemetry's examples, with every kind of value.
	body := `{"resourceLogs":[{"resource":{"attributes":[
		{"key":"service.name","value":{"stringValue":"mytool"}},{"key":"service.version","value":{"stringValue":"1.4.0"}},
		{"key":"service.instance.id","value":{"stringValue":"instance"}},{"key":"host.name","value":{"stringValue":"pl4nted"}}]},
		"scopeLogs":[{"scope":{"name":"x"},"logRecords":[
			{"timeUnixNano":"1544712660300000000","observedTimeUnixNano":"1544712660300000000","severityNumber":17,"severityText":"ERROR",
			"eventName":"command.invoke","body":{"stringValue":"no such target"},"traceId":"5B8EFFF798038103D269B633813FC60C","new":{"x":[1]},
			"attributes":[
				{"key":"text","value":{"stringValue":"some \"text\""}},{"key":"yes","value":{"boolValue":true}},
				{"key":"int","value":{"intValue":"-10"}},{"key":"int2","value":{"intValue":10}},{"key":"double","value":{"doubleValue":637.704}},
				{"key":"list","value":{"arrayValue":{"values":[{"stringValue":"many"}]}}},{"key":"nothing","value":{}},
				{"key":"log.record.uid","value":{"stringValue":"000102030405060708090a0b0c0d0eff"}}]},
			{"observedTimeUnixNano":1544712660300000000,"body":{"stringValue":"named.by.body"}},
			{"attributes":[{"key":"event.name","value":{"stringValue":"named.by.attribute"}},{"key":"log.record.uid","value":{"stringValue":"01H…"}}]}
		]}]}]}`
	if r := s.post(t, "/v1/logs", "application/json", packed(t, []byte(body)), "Content-Encoding", "gzip"); r.status != 200 || r.body != "{}" {
		t.Fatalf("%d %s", r.status, r.body)
	}
	if len(kept) != 3 {
		t.Fatalf("%d events arrived", len(kept))
	}
	want := `[{"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"instance","timestamp_utc":"2018-12-13T14:51:00.3Z","err_msg":"no such target","attrs":{"double":"637.704","int":"-10","int2":"10","list":"{\"values\":[{\"stringValue\":\"many\"}]}","nothing":"","text":"some \"text\"","yes":"true"},"id":"000102030405060708090a0b0c0d0eff"}]`
	if got := string(encoded(t, kept[0])); got != want {
		t.Errorf("the event is\n\t%s\nwant\n\t%s", got, want)
	}
	if kept[1].Name != "named.by.body" || kept[1].TimestampUTC.IsZero() || kept[2].Name != "named.by.attribute" || kept[2].ID.IsZero() {
		t.Errorf("the others are %v", kept[1:])
	}
}

// What costs many times its bytes when it is decoded is not decoded.
func TestLogsBeyondTheLimitsAre413(t *testing.T) {
	s := newServer(t, door.Config{AcceptAny: true, Limits: door.Limits{Events: 100}})
	many := strings.TrimSuffix(strings.Repeat("{},", 500_000), ",")
	attributes := strings.TrimSuffix(strings.Repeat(`{"key":"k"},`, 100_000), ",")
	for name, body := range map[string]string{
		"empty records":        `{"resourceLogs":[{"scopeLogs":[{"logRecords":[` + many + `]}]}]}`,
		"empty resources":      `{"resourceLogs":[` + many + `]}`,
		"attributes":           `{"resourceLogs":[{"resource":{"attributes":[` + attributes + `]}}]}`,
		"one more than it may": `{"resourceLogs":[{"scopeLogs":[{"logRecords":[` + strings.TrimSuffix(strings.Repeat("{},", 101), ",") + `]}]}]}`,
	} {
		if r := s.post(t, "/v1/logs", "application/json", packed(t, []byte(body)), "Content-Encoding", "gzip"); r.status != 413 {
			t.Errorf("%s: %d %s", name, r.status, cut(r.body, 200))
		}
	}
	record := protowire.AppendBytes(protowire.AppendTag(nil, 2, protowire.BytesType), nil)
	scope := protowire.AppendBytes(protowire.AppendTag(nil, 2, protowire.BytesType), []byte(strings.Repeat(string(record), 101)))
	request := protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), scope)
	r := s.post(t, "/v1/logs", "application/x-protobuf", request)
	if r.status != 413 || r.header.Get("Content-Type") != "application/x-protobuf" {
		t.Errorf("as protobuf: %d %q", r.status, r.body)
	}
	if number, wire, _ := protowire.ConsumeTag([]byte(r.body)); number != 1 || wire != protowire.VarintType { // google.rpc.Status.code
		t.Errorf("the answer is no google.rpc.Status: %q", r.body)
	}
}

func TestRecordWithManyAttributesIsRejectedAlone(t *testing.T) {
	var kept []telemetry.Event
	s := newServer(t, door.Config{Store: keeping(&kept), AcceptAny: true})
	events := eventsFrom(0, 3)
	for i := range 1000 {
		events[1].Attrs = append(events[1].Attrs, telemetry.String(fmt.Sprintf("key%04d", i), "v"))
	}
	err := newOTLPSink(t, s, nil).Export(t.Context(), events)
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) || len(partial.Rejected) != 1 || len(kept) != 2 {
		t.Errorf("%d events were kept: %v", len(kept), err)
	}
}
