package collector

import (
	"testing"
	"time"

	"go.opentelemetry.io/collector/pdata/pcommon"
	"go.opentelemetry.io/collector/pdata/plog"

	"github.com/optin-go/optin/telemetry"
)

// fleetEvents are events of two tools, some with all fields, some with bytes that
// protobuf does not allow.
func fleetEvents() []telemetry.Event {
	at := time.Date(2026, 5, 8, 12, 34, 56, 789, time.UTC)
	return []telemetry.Event{
		{
			Name: "command.invoke", Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m1", TimestampUTC: at, ID: telemetry.ID{15: 1},
			Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "empty", Value: ""}, {Key: "outcome", Value: "ok"}},
		},
		{
			Name: "command.invoke", Tool: "mytool", ToolVersion: "1.4.0", MachineID: "m1", TimestampUTC: at.Add(time.Second), ID: telemetry.ID{15: 2},
			Args: "deploy --dry-run", ErrMsg: "no such target",
			Attrs: telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "naïve 日本"}},
		},
		{Name: "command.invoke", Tool: "other", ToolVersion: "2.0.0", MachineID: "m2", TimestampUTC: at.Add(time.Minute), ID: telemetry.ID{15: 3}, Attrs: telemetry.Attrs{}},
	}
}

// checkRecords tests that stored holds exactly events, in order, each with every
// field as one that can be queried.
func checkRecords(t *testing.T, stored []plog.Logs, events []telemetry.Event) {
	t.Helper()
	n := 0
	for _, logs := range stored {
		for _, resource := range logs.ResourceLogs().All() {
			for _, scope := range resource.ScopeLogs().All() {
				for _, record := range scope.LogRecords().All() {
					if n < len(events) {
						checkRecord(t, resource.Resource().Attributes(), record, events[n])
					}
					n++
				}
			}
		}
	}
	if n != len(events) {
		t.Errorf("%d records are stored, want %d", n, len(events))
	}
}

func checkRecord(t *testing.T, resource pcommon.Map, record plog.LogRecord, e telemetry.Event) {
	t.Helper()
	checkMap(t, "resource of "+e.ID.String(), resource, map[string]string{
		"service.name": e.Tool, "service.version": e.ToolVersion, "app.installation.id": e.MachineID,
	})
	attrs := e.Attrs.Map()
	attrs["log.record.uid"] = e.ID.String()
	severity, text := plog.SeverityNumberInfo, "INFO"
	if e.Args != "" {
		attrs["event.args"] = e.Args
	}
	if e.ErrMsg != "" {
		attrs["exception.message"] = e.ErrMsg
		severity, text = plog.SeverityNumberError, "ERROR"
	}
	checkMap(t, "record "+e.ID.String(), record.Attributes(), attrs)
	if record.SeverityNumber() != severity || record.SeverityText() != text {
		t.Errorf("%s: the severity is %v %q, want %v %q", e.ID, record.SeverityNumber(), record.SeverityText(), severity, text)
	}
	if record.EventName() != e.Name {
		t.Errorf("%s: the event name is %q, want %q", e.ID, record.EventName(), e.Name)
	}
	if record.Body().Str() != e.Name { // which log stores show
		t.Errorf("%s: the body is %q, want %q", e.ID, record.Body().Str(), e.Name)
	}
	if at := record.Timestamp().AsTime(); !at.Equal(e.TimestampUTC) || !record.ObservedTimestamp().AsTime().Equal(at) {
		t.Errorf("%s: the times are %v and %v, want %v", e.ID, at, record.ObservedTimestamp().AsTime(), e.TimestampUTC)
	}
}

func checkMap(t *testing.T, what string, got pcommon.Map, want map[string]string) {
	t.Helper()
	for key, value := range want {
		if v, ok := got.Get(key); !ok || v.Type() != pcommon.ValueTypeStr || v.Str() != value {
			t.Errorf("%s: %s is %v, want %q", what, key, v.AsRaw(), value)
		}
	}
	if got.Len() != len(want) {
		t.Errorf("%s: the attributes are %v, want %v", what, got.AsRaw(), want)
	}
}
