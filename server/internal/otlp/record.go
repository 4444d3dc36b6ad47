package otlp

import (
	"crypto/sha256"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// The names of OpenTelemetry's semantic conventions, and those of otlpsink.
const (
	serviceName     = "service.name"
	serviceVersion  = "service.version"
	installationID  = "app.installation.id"
	instanceID      = "service.instance.id"
	eventNameKey    = "event.name"
	eventArgs       = "event.args"
	exceptionText   = "exception.message"
	recordUID       = "log.record.uid"
	severityError   = 17
	maxRecordValues = 2 * telemetry.MaxAttrs
)

// resource is what the records of one tool, version and machine share.
type resource struct{ tool, version, machine, instance string }

func (r *resource) set(key, value string) {
	switch key {
	case serviceName:
		r.tool = value
	case serviceVersion:
		r.version = value
	case installationID:
		r.machine = value
	case instanceID:
		r.instance = value
	}
}

// machineID returns the installation, or the instance that OpenTelemetry's SDK
// knows of.
func (r *resource) machineID() string {
	if r.machine != "" {
		return r.machine
	}
	return r.instance
}

// record is one log record, as far as it is looked at.
type record struct {
	time, observed uint64
	severity       int64
	name, body     string
	attrs          telemetry.Attrs
	isLong         bool // it has more attributes than an event
}

func (r *record) add(key, value string) {
	if len(r.attrs) >= maxRecordValues {
		r.isLong = true
		return
	}
	r.attrs = append(r.attrs, telemetry.Attr{Key: key, Value: value})
}

// event returns r as the event that otlpsink made it from, or as near to one as
// another sender's record is.
func (r *record) event(from *resource, now time.Time) telemetry.Event {
	e := telemetry.Event{Name: r.name, Tool: from.tool, ToolVersion: from.version, MachineID: from.machineID()}
	values := map[string]string{} // each key once
	for _, a := range r.attrs {
		switch a.Key {
		case recordUID:
			e.ID = idOf(a.Value)
		case eventArgs:
			e.Args = a.Value
		case exceptionText:
			e.ErrMsg = a.Value
		case eventNameKey:
			if e.Name == "" {
				e.Name = a.Value
			}
		default:
			values[a.Key] = a.Value
		}
	}
	for key, value := range values {
		e.Attrs = append(e.Attrs, telemetry.Attr{Key: key, Value: value})
	}
	slices.SortFunc(e.Attrs, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	if e.Name == "" { // the SDK's loggers have no names of events
		e.Name = r.body
	}
	if e.ErrMsg == "" && r.severity >= severityError {
		e.ErrMsg = r.body
	}
	switch {
	case r.time != 0:
		e.TimestampUTC = timeOf(r.time)
	case r.observed != 0:
		e.TimestampUTC = timeOf(r.observed)
	default:
		e.TimestampUTC = now.UTC()
	}
	return e
}

// timeOf returns the time of so many nanoseconds since 1970, or one that is out of
// every bound.
func timeOf(nanoseconds uint64) time.Time {
	if nanoseconds > math.MaxInt64 {
		return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	return time.Unix(0, int64(nanoseconds)).UTC()
}

// idOf returns the ID of an event, or one made from the ID that another sender gave
// its record.
func idOf(text string) telemetry.ID {
	var id telemetry.ID
	if id.UnmarshalText([]byte(text)) == nil {
		return id
	}
	if text == "" {
		return telemetry.ID{}
	}
	sum := sha256.Sum256([]byte(text))
	return telemetry.ID(sum[:16])
}

// otherText is the text of a value that is no text and no number: a list or a map.
func otherText(value any) string {
	text, err := json.Marshal(value)
	if err != nil {
		return ""
	}
	return strings.ToValidUTF8(string(text), "\uFFFD")
}
