package httpsink_test

import (
	"errors"
	"fmt"
	"net/http"
	"testing"

	"github.com/optin-go/optin/internal/poster"
	"github.com/optin-go/optin/telemetry"
)

func TestRedirectsAreNotFollowed(t *testing.T) {
	elsewhere := newReceiver(t, nil)
	for _, client := range []*http.Client{nil, {}, {CheckRedirect: func(*http.Request, []*http.Request) error { return nil }}} {
		for _, code := range []int{300, 301, 302, 303, 304, 305, 307, 308, 399} {
			for _, location := range []string{elsewhere.URL + "/login", "/same-host", "", "https://host.invalid/", "javascript:alert(1)"} {
				t.Run(fmt.Sprintf("client %v/%d/%.5s", client != nil, code, location), func(t *testing.T) {
					r := newReceiver(t, answers(code, "Location", location))
					cfg := secretConfig(r.URL)
					cfg.Client = client
					sink := newSink(t, cfg)
					for _, err := range []error{sink.Emit(t.Context(), testEvent("e")), sink.Export(t.Context(), testEvents(2))} {
						checkRetryable(t, err)
						var status *poster.StatusError
						if !errors.As(err, &status) || status.Code != code {
							t.Errorf("the error is %v", err)
						}
					}
					if n := len(r.all()); n != 2 {
						t.Errorf("%d requests arrived, want 2", n)
					}
				})
			}
		}
	}
	if n := len(elsewhere.all()); n != 0 {
		t.Errorf("%d requests, with the token in them, went elsewhere", n)
	}
}

func TestLoginPagesAreRetryable(t *testing.T) {
	tests := []struct {
		contentType, body string
		isPage            bool
	}{
		{"text/html", "", true},
		{"text/html; charset=utf-8", "x", true},
		{"TEXT/HTML", "x", true},
		{"text/html; =broken", "x", true},
		{"application/xhtml+xml", "x", true},
		{"-", "<!DOCTYPE html><html><body>Log in", true}, // "-" sends no type at all
		{"-", "", false},
		{"-", "ok", false},
		{"application/json", `{"page":"<html>"}`, false},
		{"text/plain", "<html>", false},
	}
	for _, tt := range tests {
		t.Run(tt.contentType+tt.body, func(t *testing.T) {
			r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
				if tt.contentType == "-" {
					w.Header()["Content-Type"] = nil
				} else {
					w.Header().Set("Content-Type", tt.contentType)
				}
				_, _ = w.Write([]byte(tt.body))
			})
			err := newSink(t, secretConfig(r.URL)).Emit(t.Context(), testEvent("e"))
			if !tt.isPage {
				if err != nil {
					t.Error(err)
				}
				return
			}
			checkRetryable(t, err)
			var status *poster.StatusError
			if !errors.As(err, &status) || status.Code != http.StatusOK || !errors.Is(err, telemetry.ErrHTTP) {
				t.Errorf("the error is %v", err)
			}
		})
	}
}
