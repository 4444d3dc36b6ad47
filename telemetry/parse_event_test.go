package telemetry_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

// standardParse is ParseEvent as somebody would write it who leaves everything to
// encoding/json. It cannot compare names exactly: ok is false where that matters.
func standardParse(line []byte) (e telemetry.Event, ok bool, err error) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(line, &object); err != nil {
		return e, true, err
	}
	if object == nil {
		return e, true, errors.New("not an object")
	}
	for name := range object {
		for _, known := range []string{"name", "tool", "tool_version", "machine_id", "timestamp_utc", "args", "err_msg", "attrs", "id", "schema_version"} {
			if name != known && strings.EqualFold(name, known) {
				return e, false, nil
			}
		}
	}
	read := struct {
		telemetry.Event
		Attrs   standardAttrs   `json:"attrs"`
		Version standardVersion `json:"schema_version"`
	}{}
	if err := json.Unmarshal(line, &read); err != nil {
		return e, true, err
	}
	e, e.Attrs = read.Event, telemetry.Attrs(read.Attrs)
	e.TimestampUTC = e.TimestampUTC.UTC()
	return e, true, nil
}

type standardAttrs telemetry.Attrs

func (a *standardAttrs) UnmarshalJSON(data []byte) error {
	var byKey map[string]string
	if err := json.Unmarshal(data, &byKey); err != nil || byKey == nil {
		return err
	}
	*a = standardAttrs{}
	for _, key := range slices.Sorted(maps.Keys(byKey)) {
		*a = append(*a, telemetry.String(key, byKey[key]))
	}
	return nil
}

type standardVersion struct{}

func (standardVersion) UnmarshalJSON(data []byte) error {
	version := 1
	if err := json.Unmarshal(data, &version); err != nil {
		return err
	}
	if version != 1 {
		return errors.New("unknown version")
	}
	return nil
}

func checkParseAgainstStandard(t *testing.T, line []byte) {
	t.Helper()
	want, ok, wantErr := standardParse(line)
	if !ok {
		return
	}
	before := string(line)
	got, err := telemetry.ParseEvent(line)
	if string(line) != before {
		t.Error("ParseEvent modified the line")
	}
	if (err != nil) != (wantErr != nil) {
		t.Fatalf("%s\nParseEvent fails with %v, encoding/json with %v", line, err, wantErr)
	}
	if err != nil {
		if !errors.Is(err, telemetry.ErrSerde) || !reflect.DeepEqual(got, telemetry.Event{}) {
			t.Errorf("%s\nParseEvent returned %+v, %v; want no event and an ErrSerde", line, got, err)
		}
		return
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s\nParseEvent read\n%#v\nencoding/json\n%#v", line, got, want)
	}
}

// lines are JSON of all kinds, each of which is read as encoding/json reads it.
var lines = []string{
	``, ` `, `null`, `[]`, `"x"`, `1`, `{`, `{}`, ` { } `, "\t{\r\n}\n", `{}{}`, `{} x`, `{"name"}`, `{"name":}`, `{"name":"a",}`, `{,}`, `{"name":"a" "tool":"b"}`, `{name:"a"}`, `{'name':'a'}`,
	`{"name":"a","name":"b"}`, `{"name":null}`, `{"name":1}`, `{"name":["a"]}`, `{"name":{}}`, `{"name":true}`, `{"name":"a`, `{"name":"a\`, `{"name":"a\"`, `{"name":"\x"}`, "{\"name\":\"a\nb\"}", "{\"name\":\"a\\\nb\"}",
	`{"name":"\"\\\/\b\f\n\r\tA\u00e9\u20AC"}`, `{"name":"\ud83d\ude00"}`, `{"name":"\ud83d"}`, `{"name":"\ud83dx"}`, `{"name":"\ud83d\u0041"}`, `{"name":"\ude00\ud83d\ude00"}`, `{"name":"\u12g4"}`, `{"name":"\u12"}`,
	"{\"name\":\"a\xffb\"}", "{\"name\":\"a\xed\xa0\x80b\"}", "{\"na\xffme\":1}", "{\"name\":\"\u2028 naïve 日本 \U0001F600\"}", `{"n\u0061me":"a"}`,
	`{"other":1,"more":[1,-0,0.5,1e9,1E-9,1.5e+3,true,false,null,"x",{"a":{"b":[]}},[[]]]}`, `{"other":01}`, `{"other":1.}`, `{"other":.5}`, `{"other":-}`, `{"other":1e}`, `{"other":+1}`, `{"other":tru}`, `{"other":truex}`, `{"other":nulll}`, `{"other":[1,]}`, `{"other":[1 2]}`, `{"other":{"a":1,}}`, `{"other":"\q"}`, "{\"other\":\"\x01\"}",
	`{"timestamp_utc":"2026-05-08T12:34:56Z"}`, `{"timestamp_utc":"2026-05-08T12:34:56.123456789Z"}`, `{"timestamp_utc":"2026-05-08T12:34:56.1Z"}`, `{"timestamp_utc":"2026-05-08T12:34:56.Z"}`, `{"timestamp_utc":"2026-05-08T12:34:56.1234567891Z"}`, `{"timestamp_utc":"2026-05-08T12:34:56,5Z"}`,
	`{"timestamp_utc":"2026-05-08T12:34:56+02:00"}`, `{"timestamp_utc":"2026-02-29T00:00:00Z"}`, `{"timestamp_utc":"2024-02-29T00:00:00Z"}`, `{"timestamp_utc":"2026-12-31T23:59:59Z"}`, `{"timestamp_utc":"2026-12-31T23:59:60Z"}`, `{"timestamp_utc":"2026-13-01T00:00:00Z"}`, `{"timestamp_utc":"2026-00-01T00:00:00Z"}`, `{"timestamp_utc":"2026-01-00T00:00:00Z"}`, `{"timestamp_utc":"2026-01-01T24:00:00Z"}`,
	`{"timestamp_utc":"2026-05-08t12:34:56z"}`, `{"timestamp_utc":"2026-5-8T12:34:56Z"}`, `{"timestamp_utc":"0000-01-01T00:00:00Z"}`, `{"timestamp_utc":"9999-12-31T23:59:59.999999999Z"}`, `{"timestamp_utc":""}`, `{"timestamp_utc":"Z"}`, `{"timestamp_utc":null}`, `{"timestamp_utc":5}`, `{"timestamp_utc":"2026-05-08T12:34:5\u0036Z"}`,
	`{"id":"000102030405060708090a0b0c0d0eff"}`, `{"id":"000102030405060708090A0B0C0D0EFF"}`, `{"id":"0\u003002030405060708090a0b0c0d0eff"}`, `{"id":"00"}`, `{"id":""}`, `{"id":"zz0102030405060708090a0b0c0d0eff"}`, `{"id":null}`, `{"id":7}`,
	`{"attrs":{}}`, `{"attrs":null}`, `{"attrs":[]}`, `{"attrs":"x"}`, `{"attrs":{"b":"1","a":"2","b":"3"}}`, `{"attrs":{"a":null}}`, `{"attrs":{"a":"x","a":null}}`, `{"attrs":{"a":1}}`, `{"attrs":{"a":{}}}`, `{"attrs":{"a":"1"},"attrs":{"b":"2"}}`, `{"attrs":{"a":"1"},"attrs":null}`, `{"attrs":{"":""}}`, `{"attrs":{"a" :	"1" , "b":"2" } }`,
	`{"schema_version":1}`, `{"schema_version":2}`, `{"schema_version":0}`, `{"schema_version":-1}`, `{"schema_version":1.0}`, `{"schema_version":1e0}`, `{"schema_version":"1"}`, `{"schema_version":null}`, `{"schema_version":99999999999999999999}`, `{"schema_version":true}`, `{"schema_version":2,"schema_version":1}`,
}

func TestParseEventReadsWhatEncodingJSONReads(t *testing.T) {
	for _, line := range lines {
		checkParseAgainstStandard(t, []byte(line))
	}
	for _, e := range goldenEvents {
		checkParseAgainstStandard(t, []byte(encode(t, e)))
	}
	for _, depth := range []int{9_999, 10_000, 100_000} {
		checkParseAgainstStandard(t, []byte(`{"other":`+strings.Repeat("[", depth)+strings.Repeat("]", depth)+`}`))
	}
}

func TestParseEventDemandsExactNames(t *testing.T) {
	e, err := telemetry.ParseEvent([]byte(`{"NAME":"a","Tool":"b","ID":7,"SCHEMA_VERSION":9,"ſchema_version":8}`))
	if err != nil || !reflect.DeepEqual(e, telemetry.Event{}) {
		t.Errorf("read %+v, %v; want a zero event", e, err)
	}
}

func TestAnUnknownSchemaVersionIsAnError(t *testing.T) {
	for line, known := range map[string]bool{`{"name":"a"}`: true, `{"name":"a","schema_version":1}`: true, `{"schema_version":2,"name":"a"}`: false, `{"name":"a","schema_version":17}`: false} {
		_, err := telemetry.ParseEvent([]byte(line))
		if known != (err == nil) || !known && (!errors.Is(err, telemetry.ErrSerde) || !strings.Contains(err.Error(), "update")) {
			t.Errorf("%s: %v", line, err)
		}
	}
}

func TestParseErrorsRepeatNothing(t *testing.T) {
	for _, line := range []string{`{"name":"private`, `{"private"}`, `{"timestamp_utc":"private"}`, `{"id":"private"}`, `{"attrs":{"private":7}}`, `private`} {
		if _, err := telemetry.ParseEvent([]byte(line)); err == nil || strings.Contains(err.Error(), "private") {
			t.Errorf("%s: %v", line, err)
		}
	}
}

// The golden lines hold every field with every kind of text.
func TestGoldenLinesAreReadBack(t *testing.T) {
	golden, err := os.ReadFile("testdata/events.golden.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(golden)) {
		e, err := telemetry.ParseEvent([]byte(line))
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.ReplaceAll(encode(t, e)+"\n", "\uFFFD", `\ufffd`); got != strings.ReplaceAll(line, "\uFFFD", `\ufffd`) {
			t.Errorf("read back, it is\n%swant\n%s", got, line)
		}
	}
}

func TestParseEventAllocatesTwice(t *testing.T) {
	e := goldenEvents[0]
	e.Attrs = append(slices.Clone(e.Attrs), telemetry.String("took", "1s-5s"))
	line := []byte(encode(t, e))
	if n := testing.AllocsPerRun(100, func() { _, _ = telemetry.ParseEvent(line) }); n > 2 {
		t.Errorf("%v allocations, want a copy of the line and the attributes", n)
	}
}

func FuzzParseEvent(f *testing.F) {
	for _, line := range lines {
		f.Add([]byte(line))
	}
	for _, e := range goldenEvents {
		f.Add([]byte(encode(f, e)))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		checkParseAgainstStandard(t, line)
	})
}

// BenchmarkParseEvent reads an event with three attributes. Its floor is to copy the
// line and to look at each byte of it.
func BenchmarkParseEvent(b *testing.B) {
	e := goldenEvents[0]
	e.Args, e.ErrMsg = "", ""
	e.Attrs = telemetry.Attrs{{Key: "command", Value: "deploy"}, {Key: "outcome", Value: "ok"}, {Key: "took", Value: "1s-5s"}}
	line := []byte(encode(b, e))
	quotes := 0
	ns := floor(b, func() {
		s := string(line)
		for i := range len(s) {
			if s[i] == '"' {
				quotes++
			}
		}
	})
	b.ReportAllocs()
	for b.Loop() {
		if _, err := telemetry.ParseEvent(line); err != nil {
			b.Fatal(err)
		}
	}
	reportRatio(b, ns)
}
