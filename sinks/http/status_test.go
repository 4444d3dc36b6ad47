package httpsink_test

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/poster"
	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func retryAfterOf(err error) (time.Duration, bool) {
	var wait interface{ RetryAfter() time.Duration }
	if !errors.As(err, &wait) {
		return 0, false
	}
	return wait.RetryAfter(), true
}

func TestBusyReceiversAreRetryable(t *testing.T) {
	now := time.Now()
	tests := []struct {
		name     string
		value    string
		min, max time.Duration
	}{
		{"absent", "", 0, 0},
		{"seconds", "120", 2 * time.Minute, 2 * time.Minute},
		{"zero", "0", 0, 0},
		{"date", now.Add(time.Hour).UTC().Format(http.TimeFormat), time.Hour - 5*time.Minute, time.Hour},
		{"date in the past", now.Add(-time.Hour).UTC().Format(http.TimeFormat), 0, 0},
		{"negative", "-5", 0, 0},
		{"10 years in seconds", strconv.Itoa(10 * 365 * 86400), 24 * time.Hour, 24 * time.Hour},
		{"10 years as a date", now.AddDate(10, 0, 0).UTC().Format(http.TimeFormat), 24 * time.Hour, 24 * time.Hour},
		{"100 digits", strings.Repeat("9", 100), 24 * time.Hour, 24 * time.Hour},
		{"garbage", "soon", 0, 0},
		{"fraction", "1.5", 0, 0},
		{"unit", "10s", 0, 0},
	}
	for _, code := range []int{408, 425, 429, 502, 503, 504} {
		for _, tt := range tests {
			t.Run(fmt.Sprintf("%d/%s", code, tt.name), func(t *testing.T) {
				var headers []string
				if tt.value != "" {
					headers = []string{"Retry-After", tt.value}
				}
				r := newReceiver(t, answers(code, headers...))
				err := newSink(t, httpsink.Config{Endpoint: r.URL}).Emit(t.Context(), testEvent("e"))
				if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) {
					t.Errorf("the error is %v", err)
				}
				var status *poster.StatusError
				if !errors.As(err, &status) || status.Code != code {
					t.Errorf("the error's status is %v", status)
				}
				if wait, ok := retryAfterOf(err); !ok || wait < tt.min || wait > tt.max {
					t.Errorf("RetryAfter is %v, %v, want %v to %v", wait, ok, tt.min, tt.max)
				}
				r.only(t) // and it is not tried again
			})
		}
	}
}

func TestRefusalsAreRejected(t *testing.T) {
	final := 0
	for code := 400; code <= 599; code++ {
		switch code {
		case 408, 413, 425, 429, 502, 503, 504:
			continue
		}
		final++
		r := startReceiver(answers(code, "Retry-After", "60"))
		err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), testEvents(2))
		r.Close()
		var status *poster.StatusError
		switch {
		case !errors.Is(err, telemetry.ErrRejected) || !errors.Is(err, telemetry.ErrHTTP):
			t.Errorf("%d: %v", code, err)
		case !errors.As(err, &status) || status.Code != code:
			t.Errorf("%d: the error's status is %v", code, status)
		case rejectedOf(err) != "none":
			t.Errorf("%d: the error says that some events were taken: %v", code, err)
		}
		if wait, _ := retryAfterOf(err); wait != 0 {
			t.Errorf("%d: a final answer asks to be tried again after %v", code, wait)
		}
		r.only(t)
	}
	if final != 193 {
		t.Errorf("%d codes were tested", final)
	}
}

func TestEvery2xxIsAYes(t *testing.T) {
	for code := 200; code <= 299; code++ {
		r := startReceiver(answers(code))
		if err := newSink(t, httpsink.Config{Endpoint: r.URL}).Emit(t.Context(), testEvent("e")); err != nil {
			t.Errorf("%d: %v", code, err)
		}
		r.Close()
	}
}

func TestErrorNamesStatusAndHostOnly(t *testing.T) {
	r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("X-Answer", "pl4nted")
		http.Error(w, "pl4nted", http.StatusUnauthorized)
	})
	sink := newSink(t, httpsink.Config{Endpoint: r.URL + "/pl4nted?key=pl4nted", BearerToken: "pl4nted"})
	err := sink.Emit(t.Context(), testEvent("e"))
	if want := "httpsink: post to " + r.URL + ": rejected: HTTP error: status 401 Unauthorized"; err == nil || err.Error() != want {
		t.Errorf("the error is\n\t%v\nwant\n\t%s", err, want)
	}
}
