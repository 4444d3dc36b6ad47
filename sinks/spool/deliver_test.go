package spoolsink_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func TestDeliverInBatches(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, &spoolsink.Options{BatchEvents: 4})
	emit(t, s, numbered("e", 10)...)
	report := deliver(t, s)
	equal(t, "requests", report.Requests, 3)
	equal(t, "delivered", report.Delivered, 10)
	equal(t, "first request", to.asked[0], "e000 e001 e002 e003")
	equal(t, "all", to.got(), strings.Join(numbered("e", 10), " "))
	equal(t, "segments left", len(segments(t, dir)), 0)
	st := stats(t, s)
	equal(t, "pending", st.Pending, 0)
	equal(t, "counted", st.Delivered, 10)
	equal(t, "last result", st.LastResult, "ok")
	if st.LastAttempt.IsZero() || !st.NextAttempt.IsZero() || !st.Oldest.IsZero() {
		t.Errorf("the stats are %+v", st)
	}
	again := deliver(t, s)
	equal(t, "requests for nothing", again.Requests, 0)
	emit(t, s, "later")
	deliver(t, s)
	equal(t, "the last request", to.asked[3], "later")
	equal(t, "counted", stats(t, s).Delivered, 11)
}

func TestBatchBytes(t *testing.T) {
	to := new(receiver)
	s, _ := open(t, to, &spoolsink.Options{BatchBytes: 900})
	emit(t, s, numbered("e", 9)...) // some 200 bytes each
	big := event("big", telemetry.String("note", strings.Repeat("word ", 1000)))
	check(t, s.Emit(t.Context(), big))
	deliver(t, s)
	equal(t, "requests", strings.Join(to.asked, "|"), "e000 e001 e002 e003|e004 e005 e006 e007|e008|big")
}

// What a living process has queued is delivered by others as well, once.
func TestDeliverWhatLivingProcessesQueued(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, never{t}, nil)
	emit(t, s, "one", "two")
	other := reopen(t, dir, to, nil)
	deliver(t, other)
	equal(t, "delivered", to.got(), "one two")
	emit(t, s, "three")
	deliver(t, other)
	equal(t, "delivered", to.got(), "one two three")
	equal(t, "segments of the living process", len(segments(t, dir)), 1)
	equal(t, "pending", stats(t, s).Pending, 0)
	check(t, s.Close())
	deliver(t, other)
	equal(t, "segments", len(segments(t, dir)), 0)
	equal(t, "counted", stats(t, other).Delivered, 3)
}

func TestHalfWrittenLineOfALivingWriterWaits(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, never{t}, nil)
	emit(t, s, "one")
	line := encoded(t, event("two"))
	half := len(line) / 2
	appendTo(t, segments(t, dir)[0], line[:half])
	other := reopen(t, dir, to, nil)
	for range 2 {
		deliver(t, other)
		equal(t, "delivered", to.got(), "one")
	}
	equal(t, "pending", stats(t, other).Pending, 0)
	appendTo(t, segments(t, dir)[0], line[half:])
	deliver(t, other)
	equal(t, "delivered", to.got(), "one two")
	equal(t, "dropped", len(stats(t, other).Dropped), 0)
}

// What a killed process left of a line is counted, and nothing else is harmed.
func TestTornLineOfADeadWriterIsCounted(t *testing.T) {
	for _, tt := range []struct {
		name     string
		adopt    bool
		want     string
		segments int
	}{
		{"delivered as it is", false, "one", 0},
		{"adopted by the next process", true, "one next", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := new(receiver)
			s, dir := open(t, to, nil)
			emit(t, s, "one")
			check(t, s.Close())
			line := encoded(t, event("two"))
			appendTo(t, segments(t, dir)[0], line[:len(line)/2])
			next := reopen(t, dir, to, nil)
			if tt.adopt {
				emit(t, next, "next")
			}
			report := deliver(t, next)
			equal(t, "delivered", to.got(), tt.want)
			equal(t, "dropped", report.Dropped[spoolsink.DropDamaged], 1)
			equal(t, "counted", stats(t, next).Dropped[spoolsink.DropDamaged], 1)
			equal(t, "segments", len(segments(t, dir)), tt.segments)
		})
	}
}

func TestAllowedIsAskedBeforeEachRequest(t *testing.T) {
	to := new(receiver)
	asked := 0
	opts := &spoolsink.Options{BatchEvents: 2, Allowed: func() bool { asked++; return asked <= 2 }}
	s, dir := open(t, to, opts)
	emit(t, s, numbered("e", 8)...)
	report := deliver(t, s)
	equal(t, "requests", report.Requests, 2)
	equal(t, "not allowed", report.NotAllowed, true)
	equal(t, "asked", asked, 3)
	equal(t, "pending", stats(t, s).Pending, 4)
	if !report.NextAttempt.IsZero() || !stats(t, s).NextAttempt.IsZero() {
		t.Error("a refusal delays the next attempt")
	}
	panics := reopen(t, dir, never{t}, &spoolsink.Options{Allowed: func() bool { panic("no") }})
	equal(t, "a panic is a no", deliver(t, panics).NotAllowed, true)
}

func TestRejectedEventsAreFound(t *testing.T) {
	for _, tt := range []struct {
		name     string
		poisoned string
	}{
		{"none", ""},
		{"first", "e000"},
		{"last", "e019"},
		{"some", "e003 e004 e011"},
		{"all", strings.Join(numbered("e", 20), " ")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			to := &receiver{answer: func(_ context.Context, events []telemetry.Event) error {
				for _, e := range events {
					if strings.Contains(tt.poisoned, e.Name) {
						return rejection()
					}
				}
				return nil
			}}
			s, dir := open(t, to, nil)
			emit(t, s, numbered("e", 20)...)
			report := deliver(t, s)
			var want []string
			for _, name := range numbered("e", 20) {
				if !strings.Contains(tt.poisoned, name) {
					want = append(want, name)
				}
			}
			equal(t, "delivered", to.got(), strings.Join(want, " "))
			equal(t, "reported", report.Delivered, len(want))
			equal(t, "dropped", report.Dropped[spoolsink.DropRejected], 20-len(want))
			equal(t, "counted", stats(t, s).Dropped[spoolsink.DropRejected], 20-len(want))
			equal(t, "segments", len(segments(t, dir)), 0)
			if most := 1 + 2*5*len(strings.Fields(tt.poisoned)); report.Requests > most {
				t.Errorf("%d requests, want %d at most", report.Requests, most)
			}
		})
	}
}

// A receiver with a wrong address rejects everything. That must not cost all
// events at once.
func TestReceiverThatRejectsEverything(t *testing.T) {
	synctest.Test(t, testReceiverThatRejectsEverything)
}

func testReceiverThatRejectsEverything(t *testing.T) {
	to := &receiver{answer: func(context.Context, []telemetry.Event) error { return rejection() }}
	s, _ := open(t, to, nil)
	emit(t, s, numbered("e", 400)...)
	report, err := s.Deliver(t.Context())
	wantKind(t, err, telemetry.ErrIO)
	if errors.Is(err, telemetry.ErrRejected) {
		t.Error("the error says that trying again is useless")
	}
	equal(t, "dropped", report.Dropped[spoolsink.DropRejected], 128)
	st := stats(t, s)
	equal(t, "pending", st.Pending, 272)
	if st.NextAttempt.IsZero() || !strings.Contains(st.LastResult, "rejects every event") {
		t.Errorf("the stats are %+v", st)
	}
}

// Many bad events among good ones are no reason to stop.
func TestReceiverThatRejectsMany(t *testing.T) {
	n := 0
	bad := map[string]bool{}
	for _, name := range numbered("e", 400) {
		n++
		bad[name] = n%2 == 0
	}
	to := &receiver{answer: func(_ context.Context, events []telemetry.Event) error {
		for _, e := range events {
			if bad[e.Name] {
				return rejection()
			}
		}
		return nil
	}}
	s, _ := open(t, to, nil)
	emit(t, s, numbered("e", 400)...)
	report := deliver(t, s)
	equal(t, "delivered", report.Delivered, 200)
	equal(t, "dropped", report.Dropped[spoolsink.DropRejected], 200)
}

func TestFailureKeepsTheBatch(t *testing.T) {
	for _, tt := range []struct {
		name   string
		answer func(context.Context, []telemetry.Event) error
		kind   telemetry.ErrorKind
		text   string
	}{
		{"an error", failing(1, errDown), telemetry.ErrHTTP, "503"},
		{"an error without a kind", failing(1, errors.New("down")), telemetry.ErrIO, "down"},
		{"a panic", func() func(context.Context, []telemetry.Event) error {
			panicked := false
			return func(context.Context, []telemetry.Event) error {
				if !panicked {
					panicked = true
					panic("secret")
				}
				return nil
			}
		}(), telemetry.ErrIO, "panicked"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := &receiver{answer: tt.answer}
				s, dir := open(t, to, &spoolsink.Options{BatchEvents: 3})
				emit(t, s, numbered("e", 5)...)
				_, err := s.Deliver(t.Context())
				wantKind(t, err, tt.kind)
				if err == nil || !strings.Contains(err.Error(), tt.text) || strings.Contains(err.Error(), "secret") {
					t.Errorf("the error is %v, want one with %q", err, tt.text)
				}
				check(t, s.Close())

				// The next process has other events, and another size of batches.
				next := reopen(t, dir, to, &spoolsink.Options{BatchEvents: 100})
				emit(t, next, "new")
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				check(t, next.Flush(ctx))
				equal(t, "requests", strings.Join(to.asked, "|"), "e000 e001 e002|e000 e001 e002|e003 e004 new")
			})
		})
	}
}

// A black hole delays nobody beyond the deadline.
func TestReceiverThatNeverAnswers(t *testing.T) {
	to := &receiver{answer: func(ctx context.Context, _ []telemetry.Event) error {
		<-ctx.Done()
		return ctx.Err()
	}}
	s, _ := open(t, to, nil)
	emit(t, s, "one")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	err := s.Flush(ctx)
	wantKind(t, err, telemetry.ErrIO)
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Flush returned %v", err)
	}
	// The receiver is not to blame for that, so nothing is delayed.
	to.mu.Lock()
	to.answer = nil
	to.mu.Unlock()
	check(t, s.Flush(t.Context()))
	equal(t, "delivered", to.got(), "one")
}

func TestOnResult(t *testing.T) {
	synctest.Test(t, testOnResult)
}

func testOnResult(t *testing.T) {
	var reports []spoolsink.Report
	var errs []error
	to := &receiver{answer: failing(1, errDown)}
	s, dir := open(t, to, &spoolsink.Options{OnResult: func(r spoolsink.Report, err error) {
		reports, errs = append(reports, r), append(errs, err)
		panic("the author's own")
	}})
	check(t, s.Flush(t.Context()))
	equal(t, "calls for nothing", len(reports), 0)
	emit(t, s, "one")
	if err := s.Flush(t.Context()); !errors.Is(err, telemetry.ErrHTTP) {
		t.Errorf("Flush returned %v", err)
	}
	check(t, reopen(t, dir, never{t}, nil).Flush(t.Context())) // not due
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	check(t, s.Flush(ctx))
	if len(reports) != 2 || reports[0].Delivered != 0 || reports[1].Delivered != 1 || errs[0] == nil || errs[1] != nil {
		t.Errorf("OnResult was told %+v, %v", reports, errs)
	}
	if reports[0].NextAttempt.IsZero() || !reports[1].NextAttempt.IsZero() {
		t.Errorf("the next attempts are %v and %v", reports[0].NextAttempt, reports[1].NextAttempt)
	}
}

// An event that a Sink queues while it delivers is not lost, and Emit does not
// wait for the receiver.
func TestEmitDuringADelivery(t *testing.T) {
	var s *spoolsink.Sink
	late := 0
	to := &receiver{answer: func(context.Context, []telemetry.Event) error {
		if late++; late <= 3 {
			emit(t, s, "late")
		}
		return nil
	}}
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	deliver(t, s)
	deliver(t, s)
	equal(t, "delivered", to.got(), "one late late late")
	equal(t, "segments", len(segments(t, dir)), 0)
}

// Goroutines that share a Sink take turns; the last one has seen everything off.
func TestConcurrentFlushesWait(t *testing.T) {
	entered, release := make(chan struct{}), make(chan struct{})
	first := true
	to := &receiver{answer: func(context.Context, []telemetry.Event) error {
		if first {
			first = false
			close(entered)
			<-release
		}
		return nil
	}}
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	done := make(chan error, 1)
	go func() { done <- s.Flush(context.Background()) }()
	<-entered
	emit(t, s, "two")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Flush(ended); !errors.Is(err, context.Canceled) {
		t.Errorf("Flush returned %v, want context.Canceled", err)
	}
	equal(t, "another Sink finds it busy", deliver(t, reopen(t, dir, never{t}, nil)).Busy, true)
	second := make(chan error, 1)
	go func() { second <- s.Flush(context.Background()) }()
	close(release)
	check(t, <-done)
	check(t, <-second)
	equal(t, "delivered", to.got(), "one two")
}
