package spoolsink

import (
	"slices"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// eventKeys are the members of a line that this version knows, in the order in
// which they are written.
var eventKeys = []string{"name", "tool", "tool_version", "machine_id", "timestamp_utc", "args", "err_msg", "attrs", "id", "schema_version"}

// decode returns the event of a line, or why the line is to be dropped. The texts
// of the event share one string.
func decode(line []byte) (telemetry.Event, DropReason) {
	var e telemetry.Event
	var schema string
	r := jsonReader{text: string(line)}
	for key := range r.members {
		switch sameKey(key, eventKeys) {
		case "name":
			r.setString(&e.Name)
		case "tool":
			r.setString(&e.Tool)
		case "tool_version":
			r.setString(&e.ToolVersion)
		case "machine_id":
			r.setString(&e.MachineID)
		case "timestamp_utc":
			if e.TimestampUTC.UnmarshalJSON([]byte(r.value())) != nil {
				r.fail()
			}
		case "args":
			r.setString(&e.Args)
		case "err_msg":
			r.setString(&e.ErrMsg)
		case "attrs":
			r.setAttrs(&e.Attrs)
		case "id":
			if !r.null() && e.ID.UnmarshalText([]byte(r.string())) != nil {
				r.fail()
			}
		case "schema_version":
			schema = r.value()
		default:
			r.value()
		}
	}
	r.end()
	switch {
	case r.failed:
		return telemetry.Event{}, DropDamaged
	case schema != "" && schema != "1":
		return telemetry.Event{}, DropSchema
	case e.Name == "":
		return telemetry.Event{}, DropDamaged
	}
	return e, ""
}

// setAttrs sets dst to the attributes of the object that comes next.
func (r *jsonReader) setAttrs(dst *telemetry.Attrs) {
	if r.null() {
		return
	}
	var few [8]telemetry.Attr // most events have no more
	attrs, sorted := few[:0], true
	for key := range r.members {
		attr := telemetry.Attr{Key: key}
		r.setString(&attr.Value)
		if n := len(attrs); n > 0 && attrs[n-1].Key >= key {
			sorted = false
		}
		attrs = append(attrs, attr)
	}
	*dst = make(telemetry.Attrs, len(attrs))
	copy(*dst, attrs)
	if !sorted {
		*dst = sortedAttrs(*dst)
	}
}

// sortedAttrs sorts attrs by key, and keeps the last of equal keys.
func sortedAttrs(attrs telemetry.Attrs) telemetry.Attrs {
	slices.SortStableFunc(attrs, func(a, b telemetry.Attr) int { return strings.Compare(a.Key, b.Key) })
	kept := attrs[:0]
	for i, attr := range attrs {
		if i+1 == len(attrs) || attrs[i+1].Key != attr.Key {
			kept = append(kept, attr)
		}
	}
	return kept
}
