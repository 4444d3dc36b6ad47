package otlpsink

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	collectorpb "go.opentelemetry.io/proto/slim/otlp/collector/logs/v1"
	commonpb "go.opentelemetry.io/proto/slim/otlp/common/v1"
	logspb "go.opentelemetry.io/proto/slim/otlp/logs/v1"

	"github.com/optin-go/optin/telemetry"
)

// scopeName says who made the records.
const scopeName = "github.com/optin-go/optin/sinks/otlp"

// The names are those of OpenTelemetry's semantic conventions, but for the first:
// what they have for a command line is a list, and for a process.
const (
	eventArgs        = "event.args"
	exceptionMessage = "exception.message"
	recordUID        = "log.record.uid"
)

// encode returns events as one request, those that share tool, version and
// machine under one resource. Resources and records are in the order of events.
func encode(events []telemetry.Event, more resourceAttrs, now time.Time) *collectorpb.ExportLogsServiceRequest {
	request := &collectorpb.ExportLogsServiceRequest{}
	scopes := map[identity]*logspb.ScopeLogs{}
	for i := range events {
		e := events[i].Redacted()
		id := identityOf(&e)
		scope := scopes[id]
		if scope == nil {
			scope = &logspb.ScopeLogs{Scope: &commonpb.InstrumentationScope{Name: scopeName}}
			scopes[id] = scope
			request.ResourceLogs = append(request.ResourceLogs, &logspb.ResourceLogs{
				Resource: id.resource(more), ScopeLogs: []*logspb.ScopeLogs{scope},
			})
		}
		scope.LogRecords = append(scope.LogRecords, record(&e, now))
	}
	return request
}

// record returns e as a log record. An event was observed when it happened: the
// Recorder saw it, and whoever sent it from a queue later did not.
func record(e *telemetry.Event, now time.Time) *logspb.LogRecord {
	at := unixNano(e.TimestampUTC)
	observed := at
	if observed == 0 {
		observed = unixNano(now)
	}
	r := &logspb.LogRecord{
		TimeUnixNano:         at,
		ObservedTimeUnixNano: observed,
		EventName:            validText(e.Name),
		SeverityNumber:       logspb.SeverityNumber_SEVERITY_NUMBER_INFO,
		SeverityText:         e.Severity(),
		Attributes:           attributes(e),
	}
	if e.ErrMsg != "" {
		r.SeverityNumber = logspb.SeverityNumber_SEVERITY_NUMBER_ERROR
	}
	return r
}

// unixNano returns t as OTLP counts it, or 0, which OTLP calls unknown, for a
// time before 1970 or after 2262. OTLP itself could count until 2554, but most
// receivers keep a time in 63 bits, and would turn it into one long past.
func unixNano(t time.Time) uint64 {
	if t.Before(time.Unix(0, 0)) || t.After(time.Unix(0, math.MaxInt64)) {
		return 0
	}
	return uint64(t.UnixNano())
}

// attributes returns the attributes of e's record, each key once. What comes from
// a field of the event wins over an attribute of the same name.
func attributes(e *telemetry.Event) []*commonpb.KeyValue {
	const fromFields = 3
	attrs := make([]*commonpb.KeyValue, 0, len(e.Attrs)+fromFields)
	for _, a := range uniqueAttrs(e.Attrs) {
		switch {
		case a.Key == eventArgs && e.Args != "", a.Key == exceptionMessage && e.ErrMsg != "", a.Key == recordUID && !e.ID.IsZero():
		default:
			attrs = append(attrs, text(a.Key, a.Value))
		}
	}
	if e.Args != "" {
		attrs = append(attrs, text(eventArgs, e.Args))
	}
	if e.ErrMsg != "" {
		attrs = append(attrs, text(exceptionMessage, e.ErrMsg))
	}
	if !e.ID.IsZero() {
		attrs = append(attrs, text(recordUID, e.ID.String()))
	}
	return attrs
}

// uniqueAttrs returns attrs with valid keys, each of them once. Those of a
// Recorder are so already.
func uniqueAttrs(attrs telemetry.Attrs) telemetry.Attrs {
	unique := true
	for i, a := range attrs {
		unique = unique && utf8.ValidString(a.Key) && (i == 0 || attrs[i-1].Key < a.Key)
	}
	if unique {
		return attrs
	}
	values := make(map[string]string, len(attrs))
	for _, a := range attrs {
		values[validText(a.Key)] = a.Value
	}
	sorted := make(telemetry.Attrs, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		sorted = append(sorted, telemetry.Attr{Key: key, Value: values[key]})
	}
	return sorted
}

func text(key, value string) *commonpb.KeyValue {
	return &commonpb.KeyValue{Key: key, Value: &commonpb.AnyValue{Value: &commonpb.AnyValue_StringValue{StringValue: validText(value)}}}
}

// validText repairs what protobuf refuses: one bad byte would keep the whole
// batch from being sent.
func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }
