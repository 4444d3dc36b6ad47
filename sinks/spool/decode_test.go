package spoolsink_test

import (
	"bytes"
	"reflect"
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
	`{"name":"","tool":"t"}`, `{}`, `null`, `[]`, ``, `{"name":"x"`,
	`{"name":"cut","tool":"t","tool_version":"","machine_id":"","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"a":"1"`,
}

// sameDecoding checks that the fast reader of a line and the general one agree.
func sameDecoding(t *testing.T, line []byte) {
	t.Helper()
	before := bytes.Clone(line)
	fast, ok := spoolsink.DecodeOwn(line)
	if !bytes.Equal(before, line) {
		t.Errorf("the line was changed")
	}
	if !ok {
		return
	}
	// A field that is not known does not change the event, and makes the fast
	// reader give up.
	general, reason := spoolsink.Decode(append(bytes.Clone(line[:len(line)-1]), `,"unknown":0}`...))
	if reason != "" {
		t.Fatalf("the line is %s to encoding/json: %q", reason, line)
	}
	if !reflect.DeepEqual(fast, general) {
		t.Errorf("the line %q is read as\n%#v\nand by encoding/json as\n%#v", line, fast, general)
	}
}

func TestDecode(t *testing.T) {
	fast := 0
	for _, seed := range decodeSeeds {
		sameDecoding(t, []byte(seed))
		if _, ok := spoolsink.DecodeOwn([]byte(seed)); ok {
			fast++
		}
	}
	equal(t, "lines for the fast reader", fast, 4)
}

func FuzzDecode(f *testing.F) {
	for _, seed := range decodeSeeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, line []byte) {
		if len(line) == 0 {
			return
		}
		sameDecoding(t, line)
		e, reason := spoolsink.Decode(line)
		if reason != "" {
			return
		}
		if e.Name == "" {
			t.Errorf("an event without a name: %q", line)
		}
		if again, err := e.AppendJSON(nil); err == nil {
			back, reason := spoolsink.Decode(again)
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
	b.Run("own", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, reason := spoolsink.Decode(line); reason != "" {
				b.Fatal(reason)
			}
		}
	})
	general := append(bytes.Clone(line[:len(line)-1]), `,"unknown":0}`...)
	b.Run("encoding-json", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, reason := spoolsink.Decode(general); reason != "" {
				b.Fatal(reason)
			}
		}
	})
}
