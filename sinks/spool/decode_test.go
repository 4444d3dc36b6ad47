package spoolsink_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

var decodeSeeds = []string{
	`{"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"0123","timestamp_utc":"2026-05-08T12:34:56.123456789Z","args":"deploy --target prod","err_msg":"no such target","attrs":{"command":"deploy","outcome":"error"},"id":"000102030405060708090a0b0c0d0eff"}`,
	`{"name":"minimal","tool":"mytool","tool_version":"1.4.0","machine_id":"","timestamp_utc":"0001-01-01T00:00:00Z","attrs":{}}`,
	`{"name":"order","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"b":"1","a":"2"}}`,
	`{"name":"twice","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"1","a":"2"}}`,
	`{"name":"unicode","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"naïve 日本 😀"}}`,
	`{"name":"escapes","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"\"\n\u2028\ud83d"}}`,
	`{"name":"zone","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56+01:00","attrs":{}}`,
	`{"name":"time","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"yesterday","attrs":{}}`,
	`{"name":"schema","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{},"schema_version":2}`,
	`{"name":"id","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{},"id":"xyz"}`,
	`{"name":"more","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{}} `,
	`{"name":"more","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{},}`,
	"{\"name\":\"control\x01\",\"tool\":\"t\",\"tool_version\":\"\",\"machine_id\":\"\",\"timestamp_utc\":\"2026-05-08T12:34:56Z\",\"attrs\":{}}",
	"{\"name\":\"invalid\xff\",\"tool\":\"t\",\"tool_version\":\"\",\"machine_id\":\"\",\"timestamp_utc\":\"2026-05-08T12:34:56Z\",\"attrs\":{}}",
	`{ "id" : "000102030405060708090a0b0c0d0eff", "later": {"a":[1.5e-3,true,{}],"b":null}, "attrs" : {"b":"1","a":"\u00e9"}, "timestamp_utc" : "2026-05-08T12:34:56Z", "tool":"t", "name" : "other order" }`,
	`{"name":"absent"}`, `{"name":"null","args":null,"attrs":null,"id":null,"timestamp_utc":null,"err_msg":null}`, `{"NAME":"case","Tool_Version":"1"}`,
	`{"name":"schema","schema_version":1}`, `{"name":"schema","schema_version":"1"}`, `{"name":"schema","schema_version":null}`,
	`{"name":"","tool":"t"}`, `{}`, `null`, `[]`, ``, `{"name":"x"`,
	`{"name":"cut","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"1"`,
}

// decodeByPackage reads a line with encoding/json, which [spoolsink.Decode] must
// agree with.
func decodeByPackage(line []byte) (telemetry.Event, spoolsink.DropReason) {
	var e struct {
		telemetry.Event
		SchemaVersion json.RawMessage `json:"schema_version"`
	}
	switch err := json.Unmarshal(line, &e); {
	case err != nil:
		return telemetry.Event{}, spoolsink.DropDamaged
	case len(e.SchemaVersion) > 0 && string(e.SchemaVersion) != "1":
		return telemetry.Event{}, spoolsink.DropSchema
	case e.Name == "":
		return telemetry.Event{}, spoolsink.DropDamaged
	}
	return e.Event, ""
}

// sameDecoding checks that a line is read as encoding/json reads it.
func sameDecoding(t *testing.T, line []byte) (telemetry.Event, spoolsink.DropReason) {
	t.Helper()
	before := bytes.Clone(line)
	want, wantReason := decodeByPackage(line)
	want = want.Redacted()
	known := spoolsink.NewKnown()
	var got telemetry.Event
	var reason spoolsink.DropReason
	for _, reading := range []struct {
		what  string
		known *spoolsink.Known
	}{{"nothing", nil}, {"nothing yet", known}, {"what the line has itself", known}} {
		got, reason = spoolsink.Decode(line, reading.known)
		got = got.Redacted()
		if reason != wantReason || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is known: the line %q is read as\n%q %#v\nand by encoding/json as\n%q %#v", reading.what, line, reason, got, wantReason, want)
		}
	}
	if !bytes.Equal(before, line) {
		t.Errorf("the line was changed")
	}
	return got, reason
}

func TestDecodeAsEncodingJSON(t *testing.T) {
	read := 0
	for _, seed := range decodeSeeds {
		if _, reason := sameDecoding(t, []byte(seed)); reason == "" {
			read++
		}
	}
	equal(t, "lines that are events", read, 14)
}

// TestDecodeValues puts values of all kinds, right and wrong, in all places.
func TestDecodeValues(t *testing.T) {
	values := []string{
		`null`, `true`, `false`, `nul`, `tru`, `nulll`, `0`, `-0`, `1`, `01`, `-`, `- 1`, `1.`, `.5`, `1.5`, `1e5`, `1E+5`, `1e`, `1e-`, `2`, `1.0`, `+1`, `NaN`,
		`""`, `"x"`, `"`, `"\`, `"\"`, `"\"x"`, `"a\u0000b"`, `"\u00e9"`, `"\u00E9"`, `"\u00g0"`, `"\u12"`, `"\ud83d\ude00"`, `"\ud83d"`, `"\ude00"`, `"\ud83dx"`, `"\ud83d\n"`, `"\ud83d\ud83d\ude00"`, `"\ud83d\u0041"`, `"\x41"`, `"\'"`, `"\/\b\f\n\r\t\"\\"`,
		"\"tab\t\"", "\"\\\t\"", "\"\xff\"", "\"\xe6\x97\"", "\"\xff\\n\xfe\xfd\"", "\"\x7f\u2028\"", "\"日本\"", "\"日\\u672c\"",
		`[]`, `[1,"a",{},[]]`, `[1,]`, `[,]`, `[`, `[1 2]`, `{}`, `{"a":1}`, `{"a":{"b":[{"c":null}]}}`, `{"a":1,}`, `{a:1}`, `{"a"}`, `{"a":}`, `{"a" :	"b" , "a":"c" }`, `{"b":"1","a":"2","b":null}`, `{"a":"x","a":null}`, `{"a":null}`, `{`, `{"a":"b"`, `{"\u0061":"b"}`,
		`"2026-05-08T12:34:56Z"`, `"2026-05-08T12:34:56.5+01:00"`, `"2026-05-08T12:34:56,5Z"`, `"2026-5-8T1:2:3Z"`, `"\u0032026-05-08T12:34:56Z"`,
		`"000102030405060708090a0b0c0d0eff"`, `"000102030405060708090A0B0C0D0EFF"`, `"00000000000000000000000000000000"`, `"\u003000102030405060708090a0b0c0d0eff"`,
	}
	keys := []string{"name", "tool", "tool_version", "machine_id", "timestamp_utc", "args", "err_msg", "attrs", "id", "schema_version", "unknown", "Name", "NAME", "TOOL_verſion", `\u006eame`, `attr\ud83d`, ""}
	for _, key := range keys {
		for _, value := range values {
			for _, form := range []string{`{"name":"x","%":#}`, `{"%":#,"name":"x"}`, " {\t\"name\" :\r\n\"x\" , \"%\" : # }\n", `{"name":"x","%":#,"%":"y"}`, `{"%":"y","%":#,"name":"x"}`} {
				sameDecoding(t, []byte(strings.NewReplacer("%", key, "#", value).Replace(form)))
			}
		}
	}
}

// TestDecodeDepth nests as deep as encoding/json reads, and deeper.
func TestDecodeDepth(t *testing.T) {
	nested := func(depth int, begin, end string) []byte {
		return []byte(`{"name":"x","unknown":` + strings.Repeat(begin, depth) + "0" + strings.Repeat(end, depth) + `}`)
	}
	for _, tt := range []struct {
		depth  int
		reason spoolsink.DropReason
	}{{9_999, ""}, {10_000, spoolsink.DropDamaged}, {400_000, spoolsink.DropDamaged}} {
		for _, line := range [][]byte{nested(tt.depth, "[", "]"), nested(tt.depth, `{"":`, "}")} {
			if _, reason := sameDecoding(t, line); reason != tt.reason {
				t.Errorf("depth %d: %q", tt.depth, reason)
			}
		}
	}
}

// TestDecodeCut cuts each line at each place.
func TestDecodeCut(t *testing.T) {
	for _, seed := range decodeSeeds {
		for i := range seed {
			sameDecoding(t, []byte(seed[:i]))
			sameDecoding(t, []byte(seed[i:]))
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, seed := range decodeSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		e, reason := sameDecoding(t, line)
		if reason != "" {
			return
		}
		if again, err := e.AppendJSON(nil); err == nil {
			back, reason := spoolsink.Decode(again, nil)
			back = back.Redacted()
			if reason != "" || !reflect.DeepEqual(normal(back), normal(e)) {
				t.Errorf("the event changed from\n%#v to\n%#v", e, back)
			}
		}
	})
}

// normal returns e as the encoder writes it: in UTC, and with attributes.
func normal(e telemetry.Event) telemetry.Event {
	e.TimestampUTC = e.TimestampUTC.UTC()
	e.Attrs = append(telemetry.Attrs{}, e.Attrs...)
	return e
}

func BenchmarkDecode(b *testing.B) {
	line := []byte(decodeSeeds[0])
	known := spoolsink.NewKnown()
	for _, reader := range []struct {
		name   string
		decode func([]byte) (telemetry.Event, spoolsink.DropReason)
	}{
		{"own", func(line []byte) (telemetry.Event, spoolsink.DropReason) { return spoolsink.Decode(line, nil) }},
		{"known", func(line []byte) (telemetry.Event, spoolsink.DropReason) { return spoolsink.Decode(line, known) }},
		{"encoding-json", decodeByPackage},
	} {
		b.Run(reader.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, reason := reader.decode(line); reason != "" {
					b.Fatal(reason)
				}
			}
		})
	}
}
