package otlpsink

import (
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
)

// FuzzRejectedRecords feeds what a hostile receiver could answer.
func FuzzRejectedRecords(f *testing.F) {
	f.Add("application/x-protobuf", []byte("\x0a\x02\x08\x03"), false)
	f.Add("application/x-protobuf", []byte("\x0a\x02\x08"), false)
	f.Add("application/x-protobuf; x", []byte("\x0b\x0b\x0c\x0c"), true)
	f.Add("application/json", []byte(`{"partialSuccess":{"rejectedLogRecords":"3"}}`), false)
	f.Add("application/json", []byte(`{"partialSuccess":{"rejectedLogRecords":1e3}}`), true)
	f.Add("", []byte{}, false)
	f.Fuzz(func(t *testing.T, contentType string, body []byte, cut bool) {
		rejected, err := rejectedRecords(httpsink.Answer{ContentType: contentType, Body: body, Cut: cut})
		if rejected < 0 {
			t.Errorf("%d were rejected", rejected)
		}
		if rejected > 0 && err == nil {
			t.Errorf("%d were rejected for no reason", rejected)
		}
	})
}
