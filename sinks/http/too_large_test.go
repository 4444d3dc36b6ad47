package httpsink_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// limitedReceiver takes at most limit events at once, and none of a name that
// begins with "big".
type limitedReceiver struct {
	*receiver

	limit  int
	status map[string]int // by the name of the first event, for some batches

	mu    sync.Mutex
	taken []string
	keys  map[string]bool
}

func newLimitedReceiver(t *testing.T, limit int) *limitedReceiver {
	l := &limitedReceiver{limit: limit, status: map[string]int{}, keys: map[string]bool{}}
	l.receiver = newReceiver(t, func(w http.ResponseWriter, req *http.Request) {
		var events []telemetry.Event
		if err := json.NewDecoder(req.Body).Decode(&events); err != nil {
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		l.mu.Lock()
		defer l.mu.Unlock()
		big := false
		for _, e := range events {
			big = big || strings.HasPrefix(e.Name, "big")
		}
		switch status := l.status[events[0].Name]; {
		case big || len(events) > l.limit:
			w.WriteHeader(http.StatusRequestEntityTooLarge)
		case status != 0:
			w.WriteHeader(status)
		case l.keys[req.Header.Get("Idempotency-Key")]:
			w.WriteHeader(http.StatusOK) // seen already
		default:
			l.keys[req.Header.Get("Idempotency-Key")] = true
			for _, e := range events {
				l.taken = append(l.taken, e.Name)
			}
		}
	})
	return l
}

func (l *limitedReceiver) check(t *testing.T, want []telemetry.Event) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	var names []string
	for _, e := range want {
		names = append(names, e.Name)
	}
	if got := strings.Join(l.taken, " "); got != strings.Join(names, " ") {
		t.Errorf("the receiver took\n\t%s\nwant\n\t%s", got, strings.Join(names, " "))
	}
}

func TestBatchThatIsTooLargeIsSplit(t *testing.T) {
	for _, n := range []int{1, 2, 3, 7, 64, 250} {
		r := newLimitedReceiver(t, 3)
		events := testEvents(n)
		if err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), events); err != nil {
			t.Fatal(err)
		}
		r.check(t, events)
	}
}

func TestEventThatIsTooLargeIsRejectedAlone(t *testing.T) {
	r := newLimitedReceiver(t, 100)
	events := testEvents(9)
	events[2].Name, events[7].Name = "big.one", "big.two"
	err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), events)
	if !errors.Is(err, telemetry.ErrRejected) || rejectedOf(err) != "[2 7] []" {
		t.Fatalf("the error is %v", err)
	}
	if !strings.Contains(err.Error(), "2 events rejected, 0 to be sent again: event 3 of 9 is too large") {
		t.Errorf("the error does not name the event: %v", err)
	}
	want := append(append(append([]telemetry.Event{}, events[:2]...), events[3:7]...), events[8])
	r.check(t, want)
}

func TestEmitOfAnEventThatIsTooLarge(t *testing.T) {
	r := newReceiver(t, answers(http.StatusRequestEntityTooLarge))
	err := newSink(t, httpsink.Config{Endpoint: r.URL}).Emit(t.Context(), testEvent("big"))
	if !errors.Is(err, telemetry.ErrRejected) || rejectedOf(err) != "[0] []" {
		t.Errorf("the error is %v", err)
	}
	r.only(t)
}

// A failure in one half ends the batch: what was not taken yet is sent again.
func TestFailureOfOneHalfIsRetryable(t *testing.T) {
	r := newLimitedReceiver(t, 2)
	events := testEvents(6)
	events[1].Name = "big"
	r.status[events[3].Name] = http.StatusServiceUnavailable
	sink := newSink(t, httpsink.Config{Endpoint: r.URL})
	err := sink.Export(t.Context(), events)
	checkRetryable(t, err)
	if got := rejectedOf(err); got != "[1] [3 4 5]" {
		t.Errorf("of the events, these are rejected, and to be sent again: %s", got)
	}
	r.check(t, []telemetry.Event{events[0], events[2]})
	r.mu.Lock()
	delete(r.status, events[3].Name)
	r.mu.Unlock()
	if err := sink.Export(t.Context(), events[3:]); err != nil {
		t.Errorf("the second attempt: %v", err)
	}
	r.check(t, []telemetry.Event{events[0], events[2], events[3], events[4], events[5]})
}

// A refusal of one half does not keep the other from the receiver. The error has
// no PartialError: the receiver did not say which event it refused.
func TestRefusalOfOneHalf(t *testing.T) {
	r := newLimitedReceiver(t, 2)
	events := testEvents(4)
	events[3].Name = "big"
	r.status[events[0].Name] = http.StatusUnprocessableEntity
	err := newSink(t, httpsink.Config{Endpoint: r.URL}).Export(t.Context(), events)
	if !errors.Is(err, telemetry.ErrRejected) || rejectedOf(err) != "none" || !strings.Contains(err.Error(), "422") {
		t.Errorf("the error is %v", err)
	}
	r.check(t, events[2:3])
}
