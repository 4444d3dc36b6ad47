package httpsink_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func TestPartialAnswersNameTheEvents(t *testing.T) {
	const planted = "pl4nted"
	tests := map[string]struct {
		contentType, body string
		want              string // of 5
		final             bool
	}{
		"nothing":                   {"", "", "", false},
		"an empty object":           {"application/json", "{}", "", false},
		"empty lists":               {"application/json", `{"rejected":[],"retry":[],"reason":{}}`, "", false},
		"null":                      {"application/json", `null`, "", false},
		"rejected":                  {"application/json", `{"rejected":[1,3],"reason":{"1":"` + planted + `"}}`, "[1 3] []", true},
		"with a parameter":          {"application/json; charset=utf-8", `{"rejected":[4]}`, "[4] []", true},
		"all of them":               {"application/json", `{"rejected":[0,1,2,3,4]}`, "[0 1 2 3 4] []", true},
		"to be sent again":          {"application/json", `{"retry":[2]}`, "[] [2]", false},
		"both":                      {"application/json", `{"rejected":[0],"retry":[2,1]}`, "[0] [1 2]", false},
		"one in both":               {"application/json", `{"rejected":[0],"retry":[0]}`, "[0] []", true},
		"unsorted and twice":        {"application/json", `{"rejected":[3,1,3]}`, "[1 3] []", true},
		"outside of the batch":      {"application/json", `{"rejected":[-1,5,99999999],"retry":[7]}`, "", false},
		"numbers that are no index": {"application/json", `{"rejected":[1.5]}`, "", false},
		"another form":              {"application/json", `{"rejected":"` + planted + `"}`, "", false},
		"JSON that is none":         {"application/json", `{"rejected":[1`, "", false},
		"another type":              {"text/plain", `{"rejected":[1]}`, "", false},
		"more than is read":         {"application/json", `{"rejected":[1],"reason":"` + strings.Repeat("x", 65<<10) + `"}`, "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			r := newReceiver(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header()["Content-Type"] = nil
				if tt.contentType != "" {
					w.Header().Set("Content-Type", tt.contentType)
				}
				_, _ = io.WriteString(w, tt.body)
			})
			err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), testEvents(5))
			if tt.want == "" {
				if err != nil {
					t.Errorf("Export: %v", err)
				}
				return
			}
			if got := rejectedOf(err); got != tt.want && !(tt.want == "[] [0 1 2 3 4]" && got == "none") {
				t.Errorf("of the events, these are rejected, and to be sent again: %s, want %s", got, tt.want)
			}
			if !errors.Is(err, telemetry.ErrHTTP) || errors.Is(err, telemetry.ErrRejected) != tt.final || strings.Contains(err.Error(), planted) {
				t.Errorf("the error is %v", err)
			}
			r.only(t)
		})
	}
}

// The numbers in an error are those of the batch, not of a part of it.
func TestPartialAnswersToHalvesNameTheEventsOfTheBatch(t *testing.T) {
	r := newReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		events, err := decodeEvents(mustRead(t, req.Body))
		switch {
		case err != nil:
			w.WriteHeader(http.StatusBadRequest)
		case len(events) > 2:
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		default:
			w.Header().Set("Content-Type", "application/json")
			_, _ = io.WriteString(w, `{"rejected":[1]}`)
		}
	})
	impossible := testEvent("impossible")
	impossible.TimestampUTC = impossible.TimestampUTC.AddDate(10_000, 0, 0)
	events := append([]telemetry.Event{impossible}, testEvents(4)...)
	err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), events)
	if got := rejectedOf(err); got != "[0 2 4] []" || !errors.Is(err, telemetry.ErrRejected) {
		t.Errorf("rejected: %s: %v", got, err)
	}
}

func mustRead(t *testing.T, r io.Reader) []byte {
	t.Helper()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Error(err)
	}
	return data
}
