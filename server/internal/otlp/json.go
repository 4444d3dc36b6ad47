package otlp

import (
	"bytes"
	"encoding/json"
	"strconv"
	"time"
)

// jsonLogs is an ExportLogsServiceRequest in OTLP's JSON, as far as it is looked at.
// Numbers of 64 bits are texts there, and may be numbers.
type jsonLogs struct {
	ResourceLogs []struct {
		Resource struct {
			Attributes []jsonKeyValue `json:"attributes"`
		} `json:"resource"`
		ScopeLogs []struct {
			LogRecords []struct {
				Time       jsonNumber     `json:"timeUnixNano"`
				Observed   jsonNumber     `json:"observedTimeUnixNano"`
				Severity   jsonNumber     `json:"severityNumber"`
				EventName  string         `json:"eventName"`
				Body       jsonValue      `json:"body"`
				Attributes []jsonKeyValue `json:"attributes"`
			} `json:"logRecords"`
		} `json:"scopeLogs"`
	} `json:"resourceLogs"`
}

type jsonKeyValue struct {
	Key   string    `json:"key"`
	Value jsonValue `json:"value"`
}

// jsonNumber is a number, or a text that holds one.
type jsonNumber uint64

// UnmarshalJSON reads both forms.
func (n *jsonNumber) UnmarshalJSON(data []byte) error {
	text := string(bytes.Trim(data, `"`))
	if text == "null" || text == "" {
		return nil
	}
	v, err := strconv.ParseUint(text, 10, 64)
	*n = jsonNumber(v)
	return err
}

// jsonValue is an AnyValue: the text of the one field that it has.
type jsonValue string

// UnmarshalJSON reads {"stringValue":"…"} and its kind. Lists and maps stay JSON.
func (v *jsonValue) UnmarshalJSON(data []byte) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(data, &object); err != nil {
		return err
	}
	for kind, value := range object {
		switch kind {
		case "stringValue", "bytesValue":
			var text string
			if err := json.Unmarshal(value, &text); err != nil {
				return err
			}
			*v = jsonValue(text)
		case "intValue", "boolValue", "doubleValue":
			*v = jsonValue(bytes.Trim(value, `"`))
		case "arrayValue", "kvlistValue":
			*v = jsonValue(value)
		}
	}
	return nil
}

// JSON reads an ExportLogsServiceRequest in OTLP's JSON, and hands over its records.
// Objects cost many times their bytes when they are decoded, so that a body with
// more of them than most records could have is not.
func JSON(data []byte, most int, now time.Time, add Add) error {
	if n := Fields(data); n > maxFieldsPerRecord*most || n > maxFields {
		return ErrTooMany
	}
	var request jsonLogs
	if err := json.Unmarshal(data, &request); err != nil {
		return ErrFormat
	}
	for _, in := range request.ResourceLogs {
		var from resource
		for _, a := range in.Resource.Attributes {
			from.set(a.Key, string(a.Value))
		}
		for _, scope := range in.ScopeLogs {
			for i := range scope.LogRecords {
				if most--; most < 0 {
					return ErrTooMany
				}
				in := &scope.LogRecords[i]
				r := record{
					time: uint64(in.Time), observed: uint64(in.Observed), severity: int64(in.Severity), //nolint:gosec // an enumeration of 24
					name: in.EventName, body: string(in.Body),
				}
				for _, a := range in.Attributes {
					r.add(a.Key, string(a.Value))
				}
				add(r.event(&from, now), r.isLong)
			}
		}
	}
	return nil
}

const (
	maxFieldsPerRecord = 8 + 4*maxRecordValues
	maxFields          = 40_000
)

// Fields returns how many fields and objects a JSON text has.
func Fields(text []byte) int {
	n := 0
	inString := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case (c == ':' || c == '{') && !inString:
			n++
		}
	}
	return n
}
