package telemetry

import (
	"encoding/json"
	"errors"
	"strconv"
)

// ParseEvent returns the event that [Event.AppendJSON] encoded as line. It is the
// one decoder: what a queue sends, what a user is shown and what a receiver stores
// comes from it.
//
// White space around the object is skipped, and fields that are not known are. A
// field that is missing is zero: whoever needs one checks it. A line without
// schema_version is of version 1. Everything else is an [ErrSerde]: what is not one
// JSON object, a field of another type, a time that is not RFC 3339, an ID that is
// not 32 hexadecimal digits, and a schema_version that this package does not know.
// ParseEvent does not retain line.
func ParseEvent(line []byte) (Event, error) {
	var read struct {
		Event
		Version *int `json:"schema_version"`
	}
	var object map[string]json.RawMessage
	err := json.Unmarshal(line, &object)
	if err == nil && object == nil {
		err = errors.New("want one JSON object")
	}
	if err == nil {
		err = json.Unmarshal(line, &read)
	}
	if err == nil && read.Version != nil && *read.Version != 1 {
		err = errors.New("the event is of schema version " + strconv.Itoa(*read.Version) + ", which this version of the tool does not know; update it")
	}
	if err != nil {
		return Event{}, &Error{Kind: ErrSerde, Op: "telemetry: decode event", Err: err}
	}
	read.TimestampUTC = read.TimestampUTC.UTC()
	return read.Event, nil
}
