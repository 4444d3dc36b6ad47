package httpsink_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

var _ telemetry.Deleter = (*httpsink.Sink)(nil)

func TestDeleteReturnsTheReceipt(t *testing.T) {
	r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusAccepted)
		_, _ = io.WriteString(w, `{"accepted_at":"2026-11-28T12:03:00Z","by":"2026-12-12T00:00:00Z"}`)
	})
	sink := newSink(t, httpsink.Config{Endpoint: r.URL + "/v1/events?source=cli", BearerToken: "s3cret"})
	receipt, err := sink.Delete(t.Context(), "mytool", "0123abcd")
	if err != nil {
		t.Fatal(err)
	}
	want := telemetry.Receipt{AcceptedAt: time.Date(2026, 11, 28, 12, 3, 0, 0, time.UTC), By: time.Date(2026, 12, 12, 0, 0, 0, 0, time.UTC)}
	if receipt != want {
		t.Errorf("the receipt is %v, want %v", receipt, want)
	}
	got := r.only(t)
	if got.method != http.MethodPost || got.path != "/v1/events/deletions" || got.query != "source=cli" {
		t.Errorf("the request is %s %s?%s", got.method, got.path, got.query)
	}
	if want := `{"tool":"mytool","machine_id":"0123abcd"}`; string(got.body) != want || got.header.Get("Authorization") != "Bearer s3cret" {
		t.Errorf("the body is %s, want %s, with the token", got.body, want)
	}
}

func TestDeleteSaysWhetherTheReceiverTakesRequests(t *testing.T) {
	for code, takesNone := range map[int]bool{404: true, 405: true, 501: true, 400: false, 401: false, 403: false, 410: false, 429: false, 500: false, 503: false, 302: false} {
		r := newReceiver(t, answers(code, "Retry-After", "60"))
		_, err := newSink(t, httpsink.Config{Endpoint: r.URL}).Delete(t.Context(), "mytool", "m")
		if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) != takesNone {
			t.Errorf("%d: %v", code, err)
		}
	}
}

// "Deleted" is a promise to a person: nothing but a receipt is one.
func TestDeleteWithoutAReceiptIsToBeMadeAgain(t *testing.T) {
	for name, body := range map[string]string{
		"nothing":     "",
		"an object":   "{}",
		"no time":     `{"accepted_at":"soon pl4nted"}`,
		"a zero time": `{"accepted_at":"0001-01-01T00:00:00Z","by":"2026-12-12T00:00:00Z"}`,
		"text":        "ok pl4nted",
	} {
		r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, body)
		})
		_, err := newSink(t, httpsink.Config{Endpoint: r.URL}).Delete(t.Context(), "mytool", "m")
		if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) || strings.Contains(err.Error(), "pl4nted") {
			t.Errorf("%s: %v", name, err)
		}
	}
	var none *httpsink.Sink
	if _, err := none.Delete(t.Context(), "mytool", "m"); !errors.Is(err, telemetry.ErrConfig) {
		t.Errorf("a nil Sink: %v", err)
	}
}
