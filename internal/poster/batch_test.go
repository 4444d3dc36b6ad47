package poster_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/poster"
)

// A batch of numbers, to a receiver that answers each request by what it holds.
func TestOutcomeOfABatch(t *testing.T) {
	errVendor := errors.New("the vendor says so")
	tests := map[string]struct {
		status                  map[string]int // by the body
		maxBytes                int
		results                 func(poster.Answer, int) poster.Outcome
		rejected, retry, posted string
		final                   bool
		failed                  bool
	}{
		"accepted":                         {posted: "0123"},
		"refused":                          {status: map[string]int{"0123": 400}, posted: "0123", final: true, failed: true},
		"busy":                             {status: map[string]int{"0123": 503}, posted: "0123", failed: true},
		"too large":                        {status: map[string]int{"0123": 413}, posted: "0123 01 23"},
		"too large before it is sent":      {maxBytes: 2, posted: "01 23"},
		"one alone too large":              {status: map[string]int{"0123": 413, "01": 413, "1": 413}, posted: "0123 01 0 1 23", rejected: "[1]", final: true, failed: true},
		"all alone too large":              {maxBytes: -1, rejected: "[0 1 2 3]", final: true, failed: true},
		"a half is busy":                   {status: map[string]int{"0123": 413, "23": 503}, posted: "0123 01 23", retry: "[2 3]", failed: true},
		"the first half is busy":           {status: map[string]int{"0123": 413, "01": 503}, posted: "0123 01", failed: true},
		"one too large, the next busy":     {status: map[string]int{"0123": 413, "01": 413, "0": 413, "1": 429}, posted: "0123 01 0 1", rejected: "[0]", retry: "[1 2 3]", failed: true},
		"a half is refused":                {status: map[string]int{"0123": 413, "01": 422}, posted: "0123 01 23", final: true, failed: true},
		"rejected by name":                 {results: only(poster.Outcome{Rejected: []int{1}, Err: errVendor}), posted: "0123", rejected: "[1]", final: true, failed: true},
		"rejected by name in halves":       {maxBytes: 2, results: only(poster.Outcome{Rejected: []int{1}, Err: errVendor}), posted: "01 23", rejected: "[1 3]", final: true, failed: true},
		"to be sent again by name":         {results: only(poster.Outcome{Retry: []int{0, 3}, Err: errVendor}), posted: "0123", retry: "[0 3]", failed: true},
		"all to be sent again":             {results: only(poster.Outcome{Retry: []int{0, 1, 2, 3}, Err: errVendor}), posted: "0123", failed: true},
		"an answer that is not the vendor": {results: only(poster.Outcome{Err: errVendor}), posted: "0123", failed: true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var posted []string
			url := answering(t, func(w http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				posted = append(posted, string(body))
				if status := tt.status[string(body)]; status != 0 {
					w.WriteHeader(status)
				}
			})
			b := poster.Batch{Len: 4, Results: tt.results, Request: func(from, to int) (poster.Request, error) {
				var body strings.Builder
				for i := from; i < to; i++ {
					body.WriteString(strconv.Itoa(i))
				}
				if tt.maxBytes != 0 && body.Len() > tt.maxBytes {
					return poster.Request{}, poster.ErrTooLarge
				}
				return poster.Request{ContentType: "text/plain", Body: []byte(body.String())}, nil
			}}
			out := newPoster(t, poster.Config{Endpoint: url}).PostBatch(t.Context(), b)
			if got := strings.Join(posted, " "); got != tt.posted {
				t.Errorf("posted %q, want %q", got, tt.posted)
			}
			if got := list(out.Rejected); got != tt.rejected {
				t.Errorf("rejected %q, want %q", got, tt.rejected)
			}
			if got := list(out.Retry); got != tt.retry {
				t.Errorf("to be sent again %q, want %q", got, tt.retry)
			}
			if (out.Err != nil) != tt.failed || out.IsFinal() != tt.final && tt.failed {
				t.Errorf("the error is %v, final: %v", out.Err, out.IsFinal())
			}
		})
	}
}

func only(out poster.Outcome) func(poster.Answer, int) poster.Outcome {
	return func(poster.Answer, int) poster.Outcome { return out }
}

func list(indices []int) string {
	if len(indices) == 0 {
		return ""
	}
	return fmt.Sprint(indices)
}

func TestNothingIsPostedForNoEvents(t *testing.T) {
	url := answering(t, func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") })
	if out := newPoster(t, poster.Config{Endpoint: url}).PostBatch(t.Context(), poster.Batch{}); out.Err != nil || out.IsPartial() {
		t.Errorf("the outcome is %v", out)
	}
}

func TestErrorOfARequestEndsTheBatch(t *testing.T) {
	url := answering(t, func(http.ResponseWriter, *http.Request) { t.Error("a request arrived") })
	errNone := errors.New("no request")
	out := newPoster(t, poster.Config{Endpoint: url}).PostBatch(t.Context(), poster.Batch{Len: 1, Request: func(int, int) (poster.Request, error) {
		return poster.Request{}, errNone
	}})
	if !errors.Is(out.Err, errNone) || out.IsFinal() {
		t.Errorf("the outcome is %v", out)
	}
}
