package httpsink_test

import (
	"errors"
	"strings"
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func TestUnsafeEndpointsAreRefused(t *testing.T) {
	const planted = "pl4nted"
	tests := map[string]string{
		"empty":                     "",
		"no scheme":                 planted + ".example.com/v1",
		"no scheme, with a port":    planted + ".example.com:443/v1",
		"path alone":                "/" + planted,
		"scheme alone":              "https://",
		"no host":                   "https:///" + planted,
		"no host but a port":        "https://:8443/" + planted,
		"opaque":                    "https:" + planted,
		"plain http":                "http://" + planted + ".example.com/v1",
		"plain http, any address":   "http://0.0.0.0:8080/" + planted,
		"plain http, like loopback": "http://127.0.0.1.example.com/" + planted,
		"plain http, short IPv4":    "http://127.1/" + planted,
		"plain http, localhost.":    "http://localhost.example.com/" + planted,
		"other scheme":              "ftp://" + planted + ".example.com/",
		"gRPC":                      "grpc://" + planted + ".example.com:4317",
		"a file":                    "file:///" + planted,
		"user name":                 "https://" + planted + "@example.com/",
		"user and password":         "https://me:" + planted + "@example.com/",
		"empty user":                "https://@example.com/" + planted,
		"fragment":                  "https://example.com/#" + planted,
		"empty fragment":            "https://example.com/" + planted + "#",
		"line break":                "https://example.com/" + planted + "\n",
		"carriage return":           "https://example.com/\r" + planted,
		"NUL":                       "https://example.com/\x00" + planted,
		"escape":                    "https://example.com/\x1b[31m" + planted,
		"C1 control":                "https://example.com/\u0085" + planted,
		"C1 control, escaped":       "https://ex%c2%9bample.com/" + planted,
		"delete":                    "https://example.com/\x7f" + planted,
		"space in the host":         "https://exa mple.com/" + planted,
		"bad escape":                "https://example.com/%zz" + planted,
		"bad port":                  "https://example.com:" + planted + "/",
		"port 0":                    "https://example.com:0/" + planted,
		"port 65536":                "https://example.com:65536/" + planted,
		"port of 30 digits":         "https://example.com:" + strings.Repeat("9", 30) + "/" + planted,
		"bad IPv6":                  "https://[::1/" + planted,
		"2049 bytes":                "https://example.com/" + strings.Repeat("a", 2049-len("https://example.com/")),
	}
	for name, endpoint := range tests {
		t.Run(name, func(t *testing.T) {
			sink, err := httpsink.New(httpsink.Config{Endpoint: endpoint})
			if sink != nil || !errors.Is(err, telemetry.ErrConfig) || !errors.Is(err, telemetry.ErrHTTP) {
				t.Fatalf("New returned %v, %v", sink, err)
			}
			if text := err.Error(); !strings.Contains(text, "Config.Endpoint") || strings.Contains(text, planted) || strings.Contains(text, "example.com") || strings.Contains(text, "HTTP error") {
				t.Errorf("the error does not name the field, holds the value, or reads as a failed request: %s", text)
			}
		})
	}
}

func TestSafeEndpointsAreAccepted(t *testing.T) {
	tests := []struct {
		endpoint      string
		allowInsecure bool
	}{
		{"https://example.com", false},
		{"HTTPS://example.com/v1/events?key=1", false},
		{"https://example.com:65535/", false},
		{"https://[2001:db8::1]:8443/", false},
		{"https://bücher.example/", false},
		{"http://localhost:8080/", false},
		{"http://LOCALHOST/", false},
		{"http://127.0.0.1/", false},
		{"http://127.255.255.254:1/", false},
		{"http://[::1]:4318/", false},
		{"http://[::ffff:127.0.0.1]/", false},
		{"http://collector.example.com/", true},
		{"https://example.com/" + strings.Repeat("a", 2048-len("https://example.com/")), false},
	}
	for _, tt := range tests {
		if _, err := httpsink.New(httpsink.Config{Endpoint: tt.endpoint, AllowInsecure: tt.allowInsecure}); err != nil {
			t.Errorf("%.40s: %v", tt.endpoint, err)
		}
	}
}
