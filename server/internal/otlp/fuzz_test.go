package otlp_test

import (
	"errors"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/optin-go/optin/server/internal/otlp"
	"github.com/optin-go/optin/telemetry"
)

func FuzzLogs(f *testing.F) {
	f.Add(true, []byte(`{"resourceLogs":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"x"}}]},"scopeLogs":[{"logRecords":[{"timeUnixNano":"1","body":{"kvlistValue":{"values":[]}}}]}]}]}`))
	f.Add(false, []byte("\x0a\x10\x12\x0e\x12\x0c\x09\x01\x00\x00\x00\x00\x00\x00\x00\x62\x01e"))
	f.Add(false, []byte("\x0a\x02\x0a\x00"))
	f.Add(false, []byte("\x0a\x0e\x12\x0c\x12\x0a\x32\x08\x0a\x01k\x12\x03\x2a\x01\x0a"))
	f.Fuzz(func(t *testing.T, asJSON bool, body []byte) {
		read := otlp.Protobuf
		if asJSON {
			read = otlp.JSON
		}
		n := 0
		err := read(body, 10, time.Now(), func(e telemetry.Event, _ bool) {
			n++
			if e.TimestampUTC.IsZero() {
				t.Error("an event has no time")
			}
			for i, a := range e.Attrs {
				if i > 0 && e.Attrs[i-1].Key >= a.Key || !utf8.ValidString(a.Value) {
					t.Errorf("the attributes are %q", e.Attrs)
				}
			}
		})
		if n > 10 || err != nil && !errors.Is(err, otlp.ErrFormat) && !errors.Is(err, otlp.ErrTooMany) {
			t.Errorf("%d events, %v", n, err)
		}
	})
}
