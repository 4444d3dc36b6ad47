package spoolsink_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func waiting(t testing.TB, s *spoolsink.Sink) spoolsink.Waiting {
	t.Helper()
	w, err := s.Waiting()
	check(t, err)
	return w
}

func TestWaitingCountsToAHundred(t *testing.T) {
	to := &receiver{answer: failing(1, errDown)}
	s, dir := open(t, to, &spoolsink.Options{MaxBytes: 1 << 20})
	equal(t, "before anything is queued", waiting(t, s), spoolsink.Waiting{})
	if _, err := os.Lstat(dir); err == nil {
		t.Error("Waiting made the directory")
	}
	emit(t, s, "one", "two")
	check(t, s.Retract(t.Context(), telemetry.ID{})) // of no event
	equal(t, "two", waiting(t, s), spoolsink.Waiting{Events: 2})
	if _, err := s.Deliver(t.Context()); !errors.Is(err, errDown) {
		t.Fatal(err)
	}
	failed := waiting(t, s)
	equal(t, "after a failure", failed.Events, 2)
	equal(t, "the next attempt", failed.NextAttempt.Equal(stats(t, s).NextAttempt), true)
	if failed.NextAttempt.IsZero() {
		t.Error("there is no next attempt")
	}
	check(t, resetBackoff(dir))
	emit(t, s, numbered("e", 1000)...)
	equal(t, "many", waiting(t, s), spoolsink.Waiting{Events: 100})
	deliver(t, s)
	equal(t, "after they are delivered", waiting(t, s), spoolsink.Waiting{})
}

func TestWaitingIsNotDisturbedByWhatIsNotTheQueues(t *testing.T) {
	s, dir := open(t, never{t}, nil)
	emit(t, s, "one")
	check(t, os.Mkdir(filepath.Join(dir, spoolsink.SegmentName(1)), 0o700))
	write(t, filepath.Join(dir, spoolsink.StateName), "\x00\x00")
	equal(t, "waiting", waiting(t, s), spoolsink.Waiting{Events: 1})
	write(t, filepath.Join(t.TempDir(), "file"), "")
	file := reopen(t, filepath.Join(dir, spoolsink.StateName), never{t}, nil)
	_, err := file.Waiting()
	wantKind(t, err, telemetry.ErrIO)
}

// It is asked at the end of each run: what it costs must not grow with the queue.
func TestWaitingReadsNoMoreThanTheFirstLines(t *testing.T) {
	s, _ := open(t, never{t}, &spoolsink.Options{MaxBytes: -1})
	cost := func() float64 { return testing.AllocsPerRun(20, func() { waiting(t, s) }) }
	emit(t, s, numbered("e", 150)...)
	few := cost()
	for range 20 {
		emit(t, s, numbered("e", 1000)...)
	}
	if many := cost(); many > few*1.2 {
		t.Errorf("%v allocations with 20,000 events, %v with 150", many, few)
	}
}
