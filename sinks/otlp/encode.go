package otlpsink

import (
	"maps"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/optin-go/optin/telemetry"
)

// scopeName names the maker of the records.
const scopeName = "github.com/optin-go/optin/sinks/otlp"

// The names are OpenTelemetry's semantic conventions, except the first: their
// name for a command line holds a list, and belongs to a process.
const (
	eventArgs        = "event.args"
	exceptionMessage = "exception.message"
	recordUID        = "log.record.uid"
)

const (
	severityInfo  = 9
	severityError = 17
)

// encode returns events as one ExportLogsServiceRequest. Events that share tool,
// version and machine are under one resource. Resources and records keep the
// order of events.
func encode(events []telemetry.Event, more []telemetry.Attr, now time.Time) []byte {
	type group struct {
		id    identity
		scope []byte // ScopeLogs
	}
	var (
		groups []group
		places = map[identity]int{}
		buf    []byte
		size   int
	)
	for i := range events {
		e := &events[i]
		id := identityOf(e)
		place, ok := places[id]
		if !ok {
			place = len(groups)
			places[id] = place
			groups = append(groups, group{id: id, scope: appendMessage(nil, scopeLogsScope, appendText(nil, instrumentationScopeName, scopeName))})
		}
		buf = appendRecord(buf[:0], e, now)
		groups[place].scope = appendMessage(groups[place].scope, scopeLogsRecords, buf)
		size += len(buf)
	}
	request := make([]byte, 0, size+size/8+256*len(groups))
	for _, g := range groups {
		buf = appendMessage(buf[:0], resourceLogsResource, g.id.appendResource(nil, more))
		buf = appendMessage(buf, resourceLogsScopeLogs, g.scope)
		request = appendMessage(request, requestResourceLogs, buf)
	}
	return request
}

// appendRecord appends e as a LogRecord. The observed time is the event's own
// time: the Recorder observed it, not the sender.
func appendRecord(dst []byte, e *telemetry.Event, now time.Time) []byte {
	at := unixNano(e.TimestampUTC)
	observed := at
	if observed == 0 {
		observed = unixNano(now)
	}
	severity := uint64(severityInfo)
	if e.ErrMsg != "" {
		severity = severityError
	}
	dst = appendFixed64(dst, logRecordTime, at)
	dst = appendVarint(dst, logRecordSeverityNumber, severity)
	dst = appendText(dst, logRecordSeverityText, e.Severity())
	dst = appendBody(dst, e.Name)
	dst = appendAttributes(dst, e)
	dst = appendFixed64(dst, logRecordObservedTime, observed)
	return appendText(dst, logRecordEventName, e.Name)
}

// appendBody appends name as the record's body, which log stores show as the
// message.
func appendBody(dst []byte, name string) []byte {
	return appendMessage(dst, logRecordBody, appendText(nil, anyValueString, name))
}

// unixNano returns t in nanoseconds since 1970, or 0, which means unknown in
// OTLP, for a time before 1970 or after 2262. OTLP itself could count until
// 2554, but most receivers keep a time in 63 bits and would read a later one as
// long past.
func unixNano(t time.Time) uint64 {
	if t.Before(time.Unix(0, 0)) || t.After(time.Unix(0, math.MaxInt64)) {
		return 0
	}
	return uint64(t.UnixNano())
}

// appendAttributes appends the attributes of e's record, each key once. A field of
// the event wins over an attribute of the same name.
func appendAttributes(dst []byte, e *telemetry.Event) []byte {
	for _, a := range uniqueAttrs(e.Attrs) {
		switch {
		case a.Key == eventArgs && e.Args != "", a.Key == exceptionMessage && e.ErrMsg != "", a.Key == recordUID && !e.ID.IsZero():
		default:
			dst = appendAttribute(dst, logRecordAttributes, a.Key, a.Value)
		}
	}
	if e.Args != "" {
		dst = appendAttribute(dst, logRecordAttributes, eventArgs, e.Args)
	}
	if e.ErrMsg != "" {
		dst = appendAttribute(dst, logRecordAttributes, exceptionMessage, e.ErrMsg)
	}
	if !e.ID.IsZero() {
		dst = appendAttribute(dst, logRecordAttributes, recordUID, e.ID.String())
	}
	return dst
}

// uniqueAttrs returns attrs with valid keys, each key once. A Recorder's
// attributes are so already.
func uniqueAttrs(attrs []telemetry.Attr) []telemetry.Attr {
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
	sorted := make([]telemetry.Attr, 0, len(values))
	for _, key := range slices.Sorted(maps.Keys(values)) {
		sorted = append(sorted, telemetry.Attr{Key: key, Value: values[key]})
	}
	return sorted
}

// validText replaces invalid UTF-8, which protobuf forbids: one bad byte would
// make the receiver refuse the whole batch.
func validText(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

func appendMessage(dst []byte, field protowire.Number, message []byte) []byte {
	return protowire.AppendBytes(protowire.AppendTag(dst, field, protowire.BytesType), message)
}

func appendText(dst []byte, field protowire.Number, s string) []byte {
	return protowire.AppendString(protowire.AppendTag(dst, field, protowire.BytesType), validText(s))
}

func appendVarint(dst []byte, field protowire.Number, v uint64) []byte {
	return protowire.AppendVarint(protowire.AppendTag(dst, field, protowire.VarintType), v)
}

func appendFixed64(dst []byte, field protowire.Number, v uint64) []byte {
	return protowire.AppendFixed64(protowire.AppendTag(dst, field, protowire.Fixed64Type), v)
}

// appendAttribute appends a KeyValue whose AnyValue is a text.
func appendAttribute(dst []byte, field protowire.Number, key, value string) []byte {
	key, value = validText(key), validText(value)
	anyValue := protowire.SizeTag(anyValueString) + protowire.SizeBytes(len(value))
	keyValue := protowire.SizeTag(keyValueKey) + protowire.SizeBytes(len(key)) + protowire.SizeTag(keyValueValue) + protowire.SizeBytes(anyValue)
	dst = protowire.AppendTag(dst, field, protowire.BytesType)
	dst = protowire.AppendVarint(dst, uint64(keyValue)) //nolint:gosec // a size is not negative
	dst = appendText(dst, keyValueKey, key)
	dst = protowire.AppendTag(dst, keyValueValue, protowire.BytesType)
	dst = protowire.AppendVarint(dst, uint64(anyValue)) //nolint:gosec // a size is not negative
	return appendText(dst, anyValueString, value)
}
