package otlp

import (
	"encoding/base64"
	"math"
	"strconv"
	"time"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

// maxDepth is how deep a value may be: an attribute that is a list of lists.
const maxDepth = 8

// Protobuf reads an ExportLogsServiceRequest, and hands over its records one after
// the other, so that a body with more of them than most costs no more than those.
// The numbers are those of OTLP's fields.
func Protobuf(data []byte, most int, now time.Time, add Add) error {
	left := most
	return eachField(data, func(number protowire.Number, f field) error {
		if number != 1 || !f.isMessage {
			return nil
		}
		return resourceLogs(f.bytes, &left, now, add)
	})
}

func resourceLogs(data []byte, left *int, now time.Time, add Add) error {
	var from resource
	err := eachField(data, func(number protowire.Number, f field) error {
		if number != 1 || !f.isMessage {
			return nil
		}
		return eachField(f.bytes, func(number protowire.Number, f field) error {
			if number != 1 || !f.isMessage {
				return nil
			}
			return keyValue(f.bytes, from.set)
		})
	})
	if err != nil {
		return err
	}
	return eachField(data, func(number protowire.Number, f field) error {
		if number != 2 || !f.isMessage {
			return nil
		}
		return eachField(f.bytes, func(number protowire.Number, f field) error {
			if number != 2 || !f.isMessage {
				return nil
			}
			if *left--; *left < 0 {
				return ErrTooMany
			}
			r, err := logRecord(f.bytes)
			if err != nil {
				return err
			}
			add(r.event(&from, now), r.isLong)
			return nil
		})
	})
}

func logRecord(data []byte) (record, error) {
	var r record
	err := eachField(data, func(number protowire.Number, f field) error {
		switch {
		case number == 1:
			r.time = f.number
		case number == 2:
			r.severity = int64(f.number) //nolint:gosec // an enumeration of 24
		case number == 5 && f.isMessage:
			var err error
			r.body, err = anyText(f.bytes)
			return err
		case number == 6 && f.isMessage && !r.isLong:
			return keyValue(f.bytes, r.add)
		case number == 11:
			r.observed = f.number
		case number == 12 && f.isMessage:
			r.name = string(f.bytes)
			if !utf8.Valid(f.bytes) {
				return ErrFormat
			}
		}
		return nil
	})
	return r, err
}

// keyValue hands over a KeyValue as two texts.
func keyValue(data []byte, to func(key, value string)) error {
	var key, value string
	err := eachField(data, func(number protowire.Number, f field) error {
		var err error
		switch {
		case number == 1 && f.isMessage:
			if !utf8.Valid(f.bytes) {
				return ErrFormat
			}
			key = string(f.bytes)
		case number == 2 && f.isMessage:
			value, err = anyText(f.bytes)
		}
		return err
	})
	if err == nil {
		to(key, value)
	}
	return err
}

// anyText returns an AnyValue as text: lists and maps as JSON.
func anyText(data []byte) (string, error) {
	value, err := anyValue(data, maxDepth)
	if err != nil {
		return "", err
	}
	if text, ok := value.(string); ok {
		return text, nil
	}
	if value == nil {
		return "", nil
	}
	return otherText(value), nil
}

func anyValue(data []byte, depth int) (value any, err error) {
	if depth == 0 {
		return nil, ErrFormat
	}
	err = eachField(data, func(number protowire.Number, f field) error {
		var err error
		switch {
		case number == 1 && f.isMessage:
			if !utf8.Valid(f.bytes) {
				return ErrFormat
			}
			value = string(f.bytes)
		case number == 2:
			value = strconv.FormatBool(f.number != 0)
		case number == 3:
			value = strconv.FormatInt(int64(f.number), 10) //nolint:gosec // int64 is what the varint holds
		case number == 4:
			value = strconv.FormatFloat(math.Float64frombits(f.number), 'g', -1, 64)
		case number == 5 && f.isMessage:
			value, err = listValue(f.bytes, depth-1)
		case number == 6 && f.isMessage:
			value, err = mapValue(f.bytes, depth-1)
		case number == 7 && f.isMessage:
			value = base64.StdEncoding.EncodeToString(f.bytes)
		}
		return err
	})
	return value, err
}

func listValue(data []byte, depth int) (any, error) {
	list := []any{}
	err := eachField(data, func(number protowire.Number, f field) error {
		if number != 1 || !f.isMessage {
			return nil
		}
		if len(list) >= maxRecordValues {
			return ErrFormat
		}
		value, err := anyValue(f.bytes, depth)
		list = append(list, value)
		return err
	})
	return list, err
}

func mapValue(data []byte, depth int) (any, error) {
	object := map[string]any{}
	err := eachField(data, func(number protowire.Number, f field) error {
		if number != 1 || !f.isMessage {
			return nil
		}
		if len(object) >= maxRecordValues {
			return ErrFormat
		}
		var key string
		var value any
		err := eachField(f.bytes, func(number protowire.Number, f field) error {
			var err error
			switch {
			case number == 1 && f.isMessage:
				if !utf8.Valid(f.bytes) {
					return ErrFormat
				}
				key = string(f.bytes)
			case number == 2 && f.isMessage:
				value, err = anyValue(f.bytes, depth)
			}
			return err
		})
		object[key] = value
		return err
	})
	return object, err
}

// field is the value of one field.
type field struct {
	bytes     []byte // of a text, bytes or message
	number    uint64 // of any other type
	isMessage bool   // it has bytes
}

// eachField hands over the fields of a message, in their order. Groups, which OTLP
// does not have, are skipped.
func eachField(data []byte, read func(protowire.Number, field) error) error {
	for len(data) > 0 {
		number, wire, n := protowire.ConsumeTag(data)
		if n < 0 {
			return ErrFormat
		}
		data = data[n:]
		var f field
		switch wire {
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(data)
		case protowire.Fixed64Type:
			f.number, n = protowire.ConsumeFixed64(data)
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(data)
			f.isMessage = true
		default:
			n = protowire.ConsumeFieldValue(number, wire, data)
			number = 0
		}
		if n < 0 {
			return ErrFormat
		}
		data = data[n:]
		if err := read(number, f); err != nil {
			return err
		}
	}
	return nil
}
