package otlpsink

import (
	"testing"

	"github.com/optin-go/optin/internal/poster"
)

// FuzzResults feeds what a hostile receiver could answer.
func FuzzResults(f *testing.F) {
	f.Add("application/x-protobuf", []byte("\x0a\x02\x08\x03"), false)
	f.Add("application/x-protobuf", []byte("\x0a\x02\x08"), false)
	f.Add("application/x-protobuf; x", []byte("\x0b\x0b\x0c\x0c"), true)
	f.Add("application/json", []byte(`{"partialSuccess":{"rejectedLogRecords":"3"}}`), false)
	f.Add("application/json", []byte(`{"partialSuccess":{"rejectedLogRecords":1e3}}`), true)
	f.Add("", []byte{}, false)
	f.Fuzz(func(t *testing.T, contentType string, body []byte, cut bool) {
		out := results(poster.Answer{ContentType: contentType, Body: body, Cut: cut}, 5)
		for _, i := range out.Rejected {
			if i < 0 || i >= 5 {
				t.Errorf("event %d of 5 was rejected", i)
			}
		}
		if len(out.Retry) > 0 || len(out.Rejected) > 5 || len(out.Rejected) > 0 && out.Err == nil {
			t.Errorf("the outcome is %v", out)
		}
	})
}
