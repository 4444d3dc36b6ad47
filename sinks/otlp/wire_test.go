package otlpsink_test

import (
	"fmt"
	"unicode/utf8"

	"google.golang.org/protobuf/encoding/protowire"
)

// resourceLogs, record and what is below read a request as strictly as the
// schema allows: every field must be a known one, and of its type. That this is
// OpenTelemetry's own reading of it is tested against its Collector and its
// generated types, in integration/collector.
type resourceLogs struct {
	resource map[string]string
	scope    string
	records  []record
}

type record struct {
	time, observed, severity uint64
	severityText, eventName  string
	body                     string
	attrs                    map[string]string
	keys                     []string // of attrs, in their order
}

func parseRequest(body []byte) (all []resourceLogs, err error) {
	err = eachField(body, map[protowire.Number]func(field) error{1: func(f field) error {
		logs := resourceLogs{resource: map[string]string{}}
		err := eachField(f.bytes, map[protowire.Number]func(field) error{
			1: func(f field) error {
				return eachField(f.bytes, map[protowire.Number]func(field) error{1: attributeInto(logs.resource, nil)})
			},
			2: func(f field) error {
				return eachField(f.bytes, map[protowire.Number]func(field) error{
					1: func(f field) error {
						return eachField(f.bytes, map[protowire.Number]func(field) error{1: textInto(&logs.scope)})
					},
					2: func(f field) error {
						r, err := parseRecord(f.bytes)
						logs.records = append(logs.records, r)
						return err
					},
				})
			},
		})
		all = append(all, logs)
		return err
	}})
	return all, err
}

func parseRecord(body []byte) (record, error) {
	r := record{attrs: map[string]string{}}
	err := eachField(body, map[protowire.Number]func(field) error{
		1: numberInto(&r.time, protowire.Fixed64Type),
		2: numberInto(&r.severity, protowire.VarintType),
		3: textInto(&r.severityText),
		5: func(f field) error {
			return eachField(f.bytes, map[protowire.Number]func(field) error{1: textInto(&r.body)})
		},
		6:  attributeInto(r.attrs, &r.keys),
		11: numberInto(&r.observed, protowire.Fixed64Type),
		12: textInto(&r.eventName),
	})
	return r, err
}

type field struct {
	typ    protowire.Type
	bytes  []byte
	number uint64
}

func eachField(body []byte, known map[protowire.Number]func(field) error) error {
	for len(body) > 0 {
		number, typ, n := protowire.ConsumeTag(body)
		if n < 0 {
			return protowire.ParseError(n)
		}
		body = body[n:]
		f := field{typ: typ}
		switch typ {
		case protowire.BytesType:
			f.bytes, n = protowire.ConsumeBytes(body)
		case protowire.VarintType:
			f.number, n = protowire.ConsumeVarint(body)
		case protowire.Fixed64Type:
			f.number, n = protowire.ConsumeFixed64(body)
		default:
			return fmt.Errorf("field %d has the type %d", number, typ)
		}
		if n < 0 {
			return protowire.ParseError(n)
		}
		body = body[n:]
		read := known[number]
		if read == nil {
			return fmt.Errorf("field %d is not one that this sink sends", number)
		}
		if err := read(f); err != nil {
			return fmt.Errorf("field %d: %w", number, err)
		}
	}
	return nil
}

func textInto(s *string) func(field) error {
	return func(f field) error {
		if f.typ != protowire.BytesType || !utf8.Valid(f.bytes) {
			return fmt.Errorf("type %d, %q is no text", f.typ, f.bytes)
		}
		*s = string(f.bytes)
		return nil
	}
}

func numberInto(v *uint64, typ protowire.Type) func(field) error {
	return func(f field) error {
		if f.typ != typ {
			return fmt.Errorf("the type is %d, want %d", f.typ, typ)
		}
		*v = f.number
		return nil
	}
}

func attributeInto(m map[string]string, keys *[]string) func(field) error {
	return func(f field) error {
		var key, value string
		err := eachField(f.bytes, map[protowire.Number]func(field) error{
			1: textInto(&key),
			2: func(f field) error {
				return eachField(f.bytes, map[protowire.Number]func(field) error{1: textInto(&value)})
			},
		})
		if _, twice := m[key]; err == nil && twice {
			err = fmt.Errorf("the attribute %q is there twice", key)
		}
		m[key] = value
		if keys != nil {
			*keys = append(*keys, key)
		}
		return err
	}
}

// partialSuccess returns an answer that says so.
func partialSuccess(rejected int64, message string) string {
	var partial []byte
	if rejected != 0 {
		partial = protowire.AppendVarint(protowire.AppendTag(partial, 1, protowire.VarintType), uint64(rejected))
	}
	if message != "" {
		partial = protowire.AppendString(protowire.AppendTag(partial, 2, protowire.BytesType), message)
	}
	return string(protowire.AppendBytes(protowire.AppendTag(nil, 1, protowire.BytesType), partial))
}
