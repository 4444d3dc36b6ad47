package otlpsink_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protowire"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// rejectedOf returns how many events of a batch a queue would drop for err.
func rejectedOf(err error) int {
	var partial *telemetry.PartialError
	if !errors.As(err, &partial) {
		return 0
	}
	return len(partial.Rejected)
}

func TestAnswersToWhatWasTaken(t *testing.T) {
	const (
		protobuf = "application/x-protobuf"
		asJSON   = "application/json"
		planted  = "pl4nted"
	)
	unknown := string(protowire.AppendString(protowire.AppendTag(nil, 99, protowire.BytesType), "new"))
	tests := []struct {
		name, contentType, body string
		rejected                int // of 5
		retryable               bool
	}{
		{"empty", protobuf, "", 0, false},
		{"no content at all", "", "", 0, false},
		{"partial success", protobuf, partialSuccess(2, planted), 2, false},
		{"partial success, all", protobuf, partialSuccess(5, planted), 5, false},
		{"partial success, more than there were", protobuf, partialSuccess(1<<40, planted), 5, false},
		{"partial success, negative", protobuf, partialSuccess(-1, planted), 0, false},
		{"a warning", protobuf, partialSuccess(0, planted), 0, false},
		{"unknown fields", protobuf, unknown + partialSuccess(1, planted) + unknown, 1, false},
		{"with a parameter", protobuf + "; charset=utf-8", partialSuccess(1, planted), 1, false},
		{"JSON", asJSON, `{}`, 0, false},
		{"JSON, a count as text", asJSON, `{"partialSuccess":{"rejectedLogRecords":"3","errorMessage":"` + planted + `","new":1}}`, 3, false},
		{"JSON, a count as number", asJSON + "; charset=utf-8", `{"partialSuccess":{"rejectedLogRecords":3}}`, 3, false},
		{"JSON, a fraction", asJSON, `{"partialSuccess":{"rejectedLogRecords":0.5}}`, 0, false},
		{"JSON that is none", asJSON, `{`, 0, false},
		{"JSON of something else", asJSON, `{"partialSuccess":"yes"}`, 0, false},
		{"plain text", "text/plain", "ok", 0, false},
		{"plain text that looks like a partial success", "text/plain", partialSuccess(2, ""), 0, false},
		{"the count of another type", protobuf, string(protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "\x0d\x01\x00\x00\x00")), 0, false},
		{"partial success of another type", protobuf, "\x08\x05", 0, false},
		{"partial success twice", protobuf, partialSuccess(4, "") + partialSuccess(2, "") + partialSuccess(0, "x"), 2, false},
		{"partial success that is cut inside", protobuf, string(protowire.AppendString(protowire.AppendTag(nil, 1, protowire.BytesType), "\x08")), 0, true},
		{"protobuf that is none", protobuf, planted, 0, true},
		{"protobuf cut short", protobuf, partialSuccess(2, planted)[:5], 0, true},
		{"protobuf of 100 KiB", protobuf, partialSuccess(2, strings.Repeat(planted, 20_000)), 0, true},
		{"protobuf cut between two fields", protobuf, partialSuccess(0, strings.Repeat("x", 64<<10-8)) + partialSuccess(3, ""), 0, true},
		{"a login page", "text/html", "<html>" + planted, 0, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if tt.contentType != "" {
					w.Header().Set("Content-Type", tt.contentType)
				}
				_, _ = io.WriteString(w, tt.body)
			})
			err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), testEvents(5))
			if errors.Is(err, telemetry.ErrRejected) != (tt.rejected > 0) || rejectedOf(err) != tt.rejected {
				t.Errorf("%d were rejected, want %d: %v", rejectedOf(err), tt.rejected, err)
			}
			if wantErr := tt.retryable || tt.rejected > 0; (err != nil) != wantErr || wantErr && !errors.Is(err, telemetry.ErrOTLP) {
				t.Errorf("the error is %v", err)
			}
			if err != nil && strings.Contains(err.Error(), planted) {
				t.Errorf("the error quotes the answer: %v", err)
			}
			if len(r.requests) != 1 {
				t.Errorf("%d requests arrived", len(r.requests))
			}
		})
	}
}

func TestEmitOfARejectedRecord(t *testing.T) {
	r := newReceiver(t, protobufAnswer(partialSuccess(1, "")))
	err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Emit(t.Context(), testEvent("e"))
	if want := "otlpsink: post to " + r.URL + ": rejected: OTLP error: 1 event rejected, 0 to be sent again: the receiver rejected part of the request and does not say which events"; err == nil || err.Error() != want || rejectedOf(err) != 1 {
		t.Errorf("the error is\n\t%v\nwant\n\t%s", err, want)
	}
}

func TestStatusDecides(t *testing.T) {
	for code := 300; code <= 599; code++ {
		if code == 413 {
			continue
		}
		retryable := code < 400 || code == 408 || code == 425 || code == 429 || code == 502 || code == 503 || code == 504
		r := startReceiver(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(code)
		})
		err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), testEvents(2))
		r.Close()
		if !errors.Is(err, telemetry.ErrOTLP) || errors.Is(err, telemetry.ErrRejected) == retryable || errors.Is(err, telemetry.ErrHTTP) {
			t.Errorf("%d: %v", code, err)
		}
		var wait interface{ RetryAfter() time.Duration }
		if retryable && (!errors.As(err, &wait) || wait.RetryAfter() != 7*time.Second) {
			t.Errorf("%d: the error has no delay: %v", code, err)
		}
		if len(r.requests) != 1 {
			t.Errorf("%d: %d requests arrived", code, len(r.requests))
		}
	}
}

func TestBatchThatIsTooLargeIsSplit(t *testing.T) {
	var r *receiver
	var taken []string
	r = newReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		records := r.requests[len(r.requests)-1][0].records
		if len(records) > 3 || records[0].eventName == "big" || records[len(records)-1].eventName == "big" {
			w.WriteHeader(http.StatusRequestEntityTooLarge)
			return
		}
		for _, record := range records {
			taken = append(taken, record.eventName)
		}
		protobufAnswer(partialSuccess(1, ""))(w, req)
	})
	events := testEvents(8) // 0-3 and 4-7 are halved again
	events[7].Name = "big"
	err := newSink(t, otlpsink.Config{Endpoint: r.URL}).Export(t.Context(), events)
	var want []string
	for _, e := range events[:7] {
		want = append(want, e.Name)
	}
	if fmt.Sprint(taken) != fmt.Sprint(want) {
		t.Errorf("the receiver took %v, want %v", taken, want)
	}
	// Requests for 0-1, 2-3, 4-5 and 6 were partial successes; 7 is too large.
	if rejectedOf(err) != 5 || !errors.Is(err, telemetry.ErrRejected) || !errors.Is(err, telemetry.ErrOTLP) {
		t.Errorf("%d were rejected: %v", rejectedOf(err), err)
	}
}
