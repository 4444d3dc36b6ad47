package spoolsink

import (
	"slices"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

const keyTime = "timestamp_utc"

// eventKeys are the members of a line that this version knows, in the order in
// which they are written.
var eventKeys = []string{"name", "tool", "tool_version", "machine_id", keyTime, "args", "err_msg", "attrs", "id", "schema_version"}

// decoding is what has been read of a line.
type decoding struct {
	event  telemetry.Event
	schema string
}

// decode returns the event of a line, or why the line is to be dropped. Its
// attributes are redacted.
func decode(line []byte, k *known) (telemetry.Event, DropReason) {
	d, size := k.begin(line)
	r := jsonReader{text: line[size:]}
	if size > 0 {
		r.inside, r.depth = true, 1
	}
	for key := range r.members {
		if string(key) == keyTime && size == 0 {
			k.keepHead(line[:r.key], d)
		}
		d.member(&r, key, k)
	}
	r.end()
	switch {
	case r.failed:
		return telemetry.Event{}, DropDamaged
	case d.schema != "" && d.schema != "1":
		return telemetry.Event{}, DropSchema
	case d.event.Name == "":
		return telemetry.Event{}, DropDamaged
	}
	return d.event, ""
}

// member takes the value of a member.
func (d *decoding) member(r *jsonReader, key []byte, k *known) {
	e := &d.event
	switch sameKey(key, eventKeys) {
	case "name":
		r.setString(&e.Name)
	case "tool":
		r.setString(&e.Tool)
	case "tool_version":
		r.setString(&e.ToolVersion)
	case "machine_id":
		r.setString(&e.MachineID)
	case keyTime:
		r.setTime(&e.TimestampUTC)
	case "args":
		r.setString(&e.Args)
	case "err_msg":
		r.setString(&e.ErrMsg)
	case "attrs":
		r.setKnownAttrs(e, k)
	case "id":
		if !r.null() && e.ID.UnmarshalText(r.string()) != nil {
			r.fail()
		}
	case "schema_version":
		d.schema = string(r.value())
	default:
		r.value()
	}
}

// setAttrs sets dst to the attributes of the object that comes next.
func (r *jsonReader) setAttrs(dst *telemetry.Attrs) {
	if r.null() {
		return
	}
	var few [8]telemetry.Attr // most events have no more
	attrs, sorted := few[:0], true
	for key := range r.members {
		attr := telemetry.Attr{Key: string(key)}
		r.setString(&attr.Value)
		if n := len(attrs); n > 0 && attrs[n-1].Key >= attr.Key {
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
