package spoolsink_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// partly returns an answer that accepts a batch but for these events, by name.
func partly(rejected, again string) func(context.Context, []telemetry.Event) error {
	return func(_ context.Context, events []telemetry.Event) error {
		var p telemetry.PartialError
		for i, e := range events {
			switch {
			case strings.Contains(rejected, e.Name):
				p.Rejected = append(p.Rejected, i)
			case strings.Contains(again, e.Name):
				p.Retry = append(p.Retry, i)
			}
		}
		if p.Rejected == nil && p.Retry == nil {
			return nil
		}
		p.Err = errDown
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test", Err: &p}
	}
}

func TestAcceptedEventsOfAPartlyAcceptedBatchAreNotSentAgain(t *testing.T) {
	for _, tt := range []struct {
		name            string
		rejected, again string
		second          string // what the next process sends
		delivered       int    // by the first one
		dropped         int
	}{
		{"the first again", "", "e0", "e0", 5, 0},
		{"the last again", "", "e5", "e5", 5, 0},
		{"two in the middle again", "", "e1 e4", "e1 e4", 4, 0},
		{"some rejected", "e0 e3", "", "", 4, 2},
		{"all rejected", "e0 e1 e2 e3 e4 e5", "", "", 0, 6},
		{"all again", "", "e0 e1 e2 e3 e4 e5", "e0 e1 e2 e3 e4 e5", 0, 0},
		{"of each", "e1 e2", "e0 e4", "e0 e4", 2, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := &receiver{answer: partly(tt.rejected, tt.again)}
			s, dir := open(t, to, nil)
			emit(t, s, "e0", "e1", "e2", "e3", "e4", "e5")
			appendTo(t, segments(t, dir)[0], "damaged\n")
			report, err := s.Deliver(t.Context())
			equal(t, "requests", report.Requests, 1)
			equal(t, "delivered", report.Delivered, tt.delivered)
			equal(t, "dropped", report.Dropped[spoolsink.DropRejected], tt.dropped)
			equal(t, "to be tried again", !report.NextAttempt.IsZero(), tt.again != "")
			if failed := err != nil; failed != (tt.again != "") || failed && !errors.Is(err, telemetry.ErrHTTP) {
				t.Errorf("Deliver returned %v", err)
			}
			emit(t, s, "later")
			equal(t, "pending", stats(t, s).Pending, 1+len(strings.Fields(tt.second)))
			check(t, s.Close())

			to.answer = nil
			next := reopen(t, dir, to, nil)
			ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
			defer cancel()
			check(t, next.Flush(ctx))
			equal(t, "sent by the next process", to.got(), strings.TrimSpace(tt.second+" later"))
			st := stats(t, next)
			equal(t, "delivered in all", st.Delivered, tt.delivered+1+len(strings.Fields(tt.second)))
			equal(t, "rejected in all", st.Dropped[spoolsink.DropRejected], tt.dropped)
			equal(t, "damaged in all", st.Dropped[spoolsink.DropDamaged], 1)
			equal(t, "segments", len(segments(t, dir)), 0)
		})
	}
}

// What is left of a batch keeps its end: it is the same batch each time, so that a
// key made from it stays the same.
func TestWhatIsLeftOfABatchStaysOneBatch(t *testing.T) {
	to := &receiver{answer: partly("", "e1 e3")}
	s, dir := open(t, to, &spoolsink.Options{BatchEvents: 4})
	emit(t, s, "e0", "e1", "e2", "e3", "e4", "e5")
	for range 3 {
		_, _ = s.Deliver(t.Context())
		check(t, resetBackoff(dir))
	}
	to.answer = nil
	deliver(t, s)
	equal(t, "requests", fmt.Sprint(to.asked), fmt.Sprint([]string{"e0 e1 e2 e3", "e1 e3", "e1 e3", "e1 e3", "e4 e5"}))
}

func TestRetryAfterOfAPartlyAcceptedBatchCounts(t *testing.T) {
	to := &receiver{answer: func(context.Context, []telemetry.Event) error {
		return &telemetry.PartialError{Retry: []int{0}, Err: retryLater(time.Hour)}
	}}
	s, _ := open(t, to, nil)
	emit(t, s, "one", "two")
	report, err := s.Deliver(t.Context())
	wantKind(t, err, telemetry.ErrIO)
	if wait := time.Until(report.NextAttempt); wait < 59*time.Minute || wait > 70*time.Minute {
		t.Errorf("the next attempt is in %v, want an hour", wait)
	}
	equal(t, "delivered", report.Delivered, 1)
}

// Indices that are none of the batch's say nothing, and an event in both lists is
// not sent again.
func TestPartialErrorWithOddIndices(t *testing.T) {
	to := &receiver{answer: func(context.Context, []telemetry.Event) error {
		return &telemetry.PartialError{Rejected: []int{1, 1, 99, -1}, Retry: []int{1, math.MaxInt, -7}}
	}}
	s, _ := open(t, to, nil)
	emit(t, s, "one", "two")
	report := deliver(t, s)
	equal(t, "delivered", report.Delivered, 1)
	equal(t, "rejected", report.Dropped[spoolsink.DropRejected], 1)
	equal(t, "pending", stats(t, s).Pending, 0)
}

// A receiver that rejects all events of a large batch one by one is not believed
// either.
func TestPartialErrorThatRejectsAllOfManyIsAFailure(t *testing.T) {
	to := &receiver{answer: func(_ context.Context, events []telemetry.Event) error {
		p := &telemetry.PartialError{Err: rejection()}
		for i := range events {
			p.Rejected = append(p.Rejected, i)
		}
		return p
	}}
	s, _ := open(t, to, nil)
	emit(t, s, numbered("e", 200)...)
	report, err := s.Deliver(t.Context())
	if err == nil || report.Dropped != nil {
		t.Errorf("Deliver returned %+v, %v", report, err)
	}
	equal(t, "pending", stats(t, s).Pending, 200)
}

// resetBackoff makes the next attempt due.
func resetBackoff(dir string) error {
	err := os.Truncate(filepath.Join(dir, spoolsink.StateName), 0)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
