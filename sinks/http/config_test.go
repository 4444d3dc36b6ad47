package httpsink_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func TestHeadersThatBreakTheRequestAreRefused(t *testing.T) {
	const planted = "pl4nted"
	headers := func(name, value string) httpsink.Config {
		return httpsink.Config{Headers: map[string]telemetry.Secret{name: telemetry.Secret(value)}}
	}
	tests := map[string]struct {
		cfg   httpsink.Config
		field string
	}{
		"value with LF":              {headers("X-Key", planted+"\n"), "Config.Headers: the value of X-Key"},
		"value with a second header": {headers("X-Key", "a\r\nHost: "+planted), "Config.Headers: the value of X-Key"},
		"value with CR":              {headers("X-Key", planted+"\r"), "Config.Headers"},
		"value with NUL":             {headers("X-Key", planted+"\x00"), "Config.Headers"},
		"value with escape":          {headers("X-Key", planted+"\x1b"), "Config.Headers"},
		"value with delete":          {headers("X-Key", planted+"\x7f"), "Config.Headers"},
		"name with LF":               {headers("X-Key\n"+planted, "v"), "Config.Headers"},
		"name with a colon":          {headers("X-Key: "+planted, "v"), "Config.Headers"},
		"name with a space":          {headers("X "+planted, "v"), "Config.Headers"},
		"name that is not ASCII":     {headers("Ü"+planted, "v"), "Config.Headers"},
		"empty name":                 {headers("", planted), "Config.Headers"},
		"Content-Type":               {headers("content-type", planted), "Content-Type"},
		"Content-Encoding":           {headers("Content-Encoding", planted), "Content-Encoding"},
		"Content-Length":             {headers("Content-Length", planted), "Content-Length"},
		"Host":                       {headers("HOST", planted), "Host"},
		"Transfer-Encoding":          {headers("Transfer-Encoding", planted), "Transfer-Encoding"},
		"Connection":                 {headers("Connection", planted), "Connection"},
		"Idempotency-Key":            {headers("Idempotency-Key", planted), "Idempotency-Key"},
		"User-Agent":                 {headers("User-Agent", planted), "User-Agent"},
		"the same name twice":        {httpsink.Config{Headers: map[string]telemetry.Secret{"X-Key": planted, "x-key": planted}}, "X-Key"},
		"token with LF":              {httpsink.Config{BearerToken: planted + "\n"}, "Config.BearerToken"},
		"token with NUL":             {httpsink.Config{BearerToken: planted + "\x00"}, "Config.BearerToken"},
		"two tokens":                 {httpsink.Config{BearerToken: planted, Headers: map[string]telemetry.Secret{"authorization": planted}}, "Config.BearerToken"},
		"user agent with LF":         {httpsink.Config{UserAgent: planted + "\n"}, "Config.UserAgent"},
		"more than receivers accept": {headers("X-Key", strings.Repeat(planted, 4000)), "16 KiB"},
		"timeout that is negative":   {httpsink.Config{Timeout: -time.Second}, "Config.Timeout"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			tt.cfg.Endpoint = "https://example.com/"
			sink, err := httpsink.New(tt.cfg)
			if sink != nil || !errors.Is(err, telemetry.ErrConfig) {
				t.Fatalf("New returned %v, %v", sink, err)
			}
			if text := err.Error(); !strings.Contains(text, tt.field) || strings.Contains(text, planted) {
				t.Errorf("the error does not name the field, or holds the value: %s", text)
			}
		})
	}
}

func TestConfigIsNotKept(t *testing.T) {
	r := newReceiver(t, nil)
	headers := map[string]telemetry.Secret{"X-Key": "before"}
	sink := newSink(t, httpsink.Config{Endpoint: r.URL, Headers: headers})
	headers["X-Key"] = "after"
	headers["X-More"] = "more"
	if err := sink.Emit(t.Context(), testEvent("e")); err != nil {
		t.Fatal(err)
	}
	got := r.only(t)
	if got.header.Get("X-Key") != "before" || got.header.Get("X-More") != "" {
		t.Errorf("the headers are %v", got.header)
	}
}
