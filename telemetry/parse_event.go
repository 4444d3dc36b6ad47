package telemetry

import "strconv"

// schemaVersion is the version of events without a field schema_version, and the
// only one there is.
const schemaVersion = "1"

// ParseEvent returns the event that [Event.AppendJSON] encoded as line. It is the
// one decoder: what a queue sends, what a user is shown and what a receiver stores
// comes from it.
//
// White space around the object is skipped, and so are fields that are not known.
// Names of fields are compared exactly, the last of equal ones counts, and null is as
// good as a field that is missing. A missing field is zero: who needs one checks it.
// A line without schema_version is of version 1.
//
// Everything else is an [ErrSerde]: what is not one JSON object, a field of another
// type, a time that is not RFC 3339, an ID that is not 32 hexadecimal digits, and a
// schema_version that this package does not know. The error repeats nothing of line.
// ParseEvent does not retain line; the event's strings share one copy of it.
func ParseEvent(line []byte) (Event, error) {
	p := parser{text: string(line)}
	var e Event
	p.object(func(field string) {
		switch field {
		case "name":
			p.stringTo(&e.Name)
		case "tool":
			p.stringTo(&e.Tool)
		case "tool_version":
			p.stringTo(&e.ToolVersion)
		case "machine_id":
			p.stringTo(&e.MachineID)
		case "timestamp_utc":
			p.timeTo(&e.TimestampUTC)
		case "args":
			p.stringTo(&e.Args)
		case "err_msg":
			p.stringTo(&e.ErrMsg)
		case "attrs":
			p.attrsTo(&e.Attrs)
		case "id":
			p.idTo(&e.ID)
		case "schema_version":
			p.version()
		default:
			p.value()
		}
	})
	p.end()
	if p.err != nil {
		return Event{}, p.error("telemetry: decode event")
	}
	return e, nil
}

func (p *parser) stringTo(s *string) {
	if !p.null() {
		*s = p.string()
	}
}

func (p *parser) idTo(id *ID) {
	if p.null() {
		return
	}
	if err := id.UnmarshalText([]byte(p.string())); err != nil {
		p.failed("the ID is not 32 hexadecimal digits")
	}
}

func (p *parser) version() {
	if p.null() {
		return
	}
	switch literal := p.number(); {
	case literal == schemaVersion:
	case isInteger(literal):
		p.failed("the event has an unknown schema version; update the tool")
	default:
		p.failed("schema_version is not a whole number")
	}
}

func isInteger(literal string) bool {
	_, err := strconv.ParseInt(literal, 10, 64)
	return err == nil
}

// attrsTo sets attrs, unless there is null in its place.
func (p *parser) attrsTo(attrs *Attrs) {
	if p.null() {
		return
	}
	var room [8]Attr // on the stack: most events have no more
	all := Attrs(room[:0])
	p.object(func(key string) {
		value := ""
		p.stringTo(&value)
		all = all.with(Attr{Key: key, Value: value})
	})
	*attrs = append(make(Attrs, 0, len(all)), all...)
}
