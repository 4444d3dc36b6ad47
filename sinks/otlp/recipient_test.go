package otlpsink_test

import (
	"testing"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
)

func TestRecipientIsTheHost(t *testing.T) {
	for endpoint, want := range map[string]string{
		"https://collector.example.org:4318":             "collector.example.org:4318",
		"https://collector.example.org:443/pl4nted?k=pl": "collector.example.org",
		"https://collector.example.org/v1/logs":          "collector.example.org",
		"http://[::1]:4318":                              "[::1]:4318",
	} {
		if got := newSink(t, otlpsink.Config{Endpoint: endpoint}).Recipient(); got != want {
			t.Errorf("%s: got %q, want %q", endpoint, got, want)
		}
	}
	var sink *otlpsink.Sink
	if got := sink.Recipient() + new(otlpsink.Sink).Recipient(); got != "" {
		t.Errorf("a Sink that New has not made has the recipient %q", got)
	}
}
