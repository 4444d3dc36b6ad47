package httpsink_test

import (
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
)

func TestRecipientIsTheHost(t *testing.T) {
	tests := map[string]string{
		"https://example.com":                              "example.com",
		"https://example.com/" + planted + "?k=" + planted: "example.com",
		"HTTPS://example.com:443/" + planted:               "example.com",
		"https://example.com:/":                            "example.com",
		"https://example.com:8443/":                        "example.com:8443",
		"https://example.com:80/":                          "example.com:80",
		"http://localhost:80/":                             "localhost",
		"http://localhost:443/":                            "localhost:443",
		"http://127.0.0.1:4318/":                           "127.0.0.1:4318",
		"https://[2001:db8::443]/":                         "[2001:db8::443]",
		"https://[2001:db8::443]:443/":                     "[2001:db8::443]",
		"https://[2001:db8::1]:8443/":                      "[2001:db8::1]:8443",
		"https://bücher.example/":                          "bücher.example",
	}
	for endpoint, want := range tests {
		cfg := secretConfig("")
		cfg.Endpoint = endpoint
		if got := newSink(t, cfg).Recipient(); got != want {
			t.Errorf("%s: got %q, want %q", endpoint, got, want)
		}
	}
}

func TestNoRecipientWithoutNew(t *testing.T) {
	var sink *httpsink.Sink
	for what, got := range map[string]string{
		"nil Sink": sink.Recipient(), "zero Sink": new(httpsink.Sink).Recipient(),
	} {
		if got != "" {
			t.Errorf("%s: %q", what, got)
		}
	}
}
