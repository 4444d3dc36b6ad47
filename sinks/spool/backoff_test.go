package spoolsink_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func TestDelay(t *testing.T) {
	for _, tt := range []struct {
		name        string
		failures    int
		asked       time.Duration
		least, most time.Duration
	}{
		{"first", 1, 0, 50 * time.Millisecond, 300 * time.Millisecond},
		{"second", 2, 0, 50 * time.Millisecond, 550 * time.Millisecond},
		{"tenth", 10, 0, 50 * time.Millisecond, 128*time.Second + 50*time.Millisecond},
		{"hundredth", 100, 0, 50 * time.Millisecond, 24 * time.Hour},
		{"asked for a minute", 1, time.Minute, time.Minute, 66 * time.Second},
		{"asked for ten years", 1, 10 * 365 * 24 * time.Hour, 24 * time.Hour, 24 * time.Hour},
		{"asked for the past", 1, -time.Hour, 50 * time.Millisecond, 300 * time.Millisecond},
		{"asked for nothing", 1, 0, 50 * time.Millisecond, 300 * time.Millisecond},
	} {
		t.Run(tt.name, func(t *testing.T) {
			seen := map[time.Duration]bool{}
			for range 200 {
				got := spoolsink.Delay(tt.failures, tt.asked)
				seen[got] = true
				if got < tt.least || got > tt.most {
					t.Fatalf("the delay is %v, want %v to %v", got, tt.least, tt.most)
				}
			}
			if len(seen) == 1 && tt.least != tt.most {
				t.Error("the delay has no jitter")
			}
		})
	}
	for n, most := range []time.Duration{0, 0, 0, 300 * time.Millisecond, 550 * time.Millisecond, 100: 61 * time.Second} {
		if got := spoolsink.InterruptedDelay(n); got < 0 || (most > 0 || n < 3) && got > most {
			t.Errorf("after %d interruptions the delay is %v, want %v at most", n, got, most)
		}
	}
}

func TestNextAttemptIsKeptOnDisk(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &receiver{answer: failing(2, retryLater(time.Hour))}
		s, dir := open(t, to, nil)
		emit(t, s, "one")
		if err := s.Flush(t.Context()); err == nil {
			t.Error("Flush returned nil")
		}
		start := time.Now()
		for _, tt := range []struct {
			name     string
			after    time.Duration
			deadline time.Duration // 0 is none
			requests int
			waited   bool
		}{
			{"at once", 0, 0, 1, false},
			{"a deadline before the next attempt", 0, 59 * time.Minute, 1, false},
			{"just before", 59 * time.Minute, 0, 1, false},
			{"a deadline behind it", 0, 10 * time.Minute, 2, true},
		} {
			time.Sleep(tt.after)
			next := reopen(t, dir, to, nil)
			ctx, cancel := t.Context(), context.CancelFunc(func() {})
			if tt.deadline > 0 {
				ctx, cancel = context.WithTimeout(ctx, tt.deadline)
			}
			begin := time.Now()
			report, _ := next.Deliver(ctx)
			waited := time.Since(begin)
			cancel()
			equal(t, tt.name+": requests", to.requests(), tt.requests)
			equal(t, tt.name+": waited", waited > 0, tt.waited)
			if waited > 0 && tt.deadline > 0 && waited > tt.deadline {
				t.Errorf("%s: waited for %v", tt.name, waited)
			}
			if report.NextAttempt.Before(time.Now()) || !stats(t, next).NextAttempt.Equal(report.NextAttempt) {
				t.Errorf("%s: the next attempt is at %v, in the stats at %v", tt.name, report.NextAttempt, stats(t, next).NextAttempt)
			}
		}
		time.Sleep(2 * time.Hour)
		deliver(t, s)
		equal(t, "delivered", to.got(), "one")
		if took := time.Since(start); took < 2*time.Hour {
			t.Errorf("the attempts took %v", took)
		}
	})
}

// An offline machine tries rarely, however often the tool runs.
func TestOfflineMachineTriesRarely(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &receiver{answer: failing(1<<30, errDown)}
		_, dir := open(t, to, nil)
		const runs = 2000 // every half minute
		for range runs {
			s := spoolsink.New(dir, to, nil)
			emit(t, s, "one")
			_ = s.Flush(t.Context())
			check(t, s.Close())
			time.Sleep(30 * time.Second)
		}
		if n := to.requests(); n > 60 {
			t.Errorf("%d of %d runs sent a request", n, runs)
		}
		// One success, and all is as before.
		to.answer = nil
		ctx, cancel := context.WithTimeout(t.Context(), 25*time.Hour)
		defer cancel()
		s := reopen(t, dir, to, nil)
		check(t, s.Flush(ctx))
		equal(t, "delivered", len(to.events()), runs)
		equal(t, "next attempt", stats(t, s).NextAttempt.IsZero(), true)
	})
}

// Commands that end before an answer is there do not send a request each for
// ever, but are not taken for an offline machine either.
func TestInterruptedDeliveriesAreDelayedALittle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &receiver{answer: func(ctx context.Context, _ []telemetry.Event) error {
			<-ctx.Done()
			return ctx.Err()
		}}
		s, _ := open(t, to, nil)
		emit(t, s, "one")
		const runs = 5000
		for range runs {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
			_ = s.Flush(ctx)
			cancel()
			time.Sleep(time.Second)
		}
		if n := to.requests(); n < runs/60 || n > runs/10 {
			t.Errorf("%d of %d runs sent a request", n, runs)
		}
	})
}

// A wait ends with its context, and does not keep others from delivering.
func TestWaitingHoldsUpNobody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		to := &receiver{answer: failing(1, retryLater(time.Minute))}
		s, dir := open(t, to, nil)
		emit(t, s, "one")
		ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
		done := make(chan error)
		go func() { done <- s.Flush(ctx) }()
		synctest.Wait()
		equal(t, "busy", deliver(t, reopen(t, dir, to, nil)).Busy, false)
		cancel()
		begin := time.Now()
		if err := <-done; err == nil || time.Since(begin) != 0 {
			t.Errorf("Flush returned %v after %v", err, time.Since(begin))
		}
	})
}

// Of a request that its own caller ended, people read that, not what Go calls it.
func TestLastResultOfAnEndedDelivery(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s, _ := open(t, exporterFunc(func(ctx context.Context, _ []telemetry.Event) error {
		cancel()
		return &telemetry.Error{Kind: telemetry.ErrHTTP, Op: "test: post", Err: ctx.Err()}
	}), nil)
	emit(t, s, "one")
	if _, err := s.Deliver(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Deliver returned %v, want context.Canceled", err)
	}
	equal(t, "last result", stats(t, s).LastResult, "cancelled before the receiver answered")
}

func TestNextAttemptIsAtMostADayAhead(t *testing.T) {
	for _, tt := range []struct {
		name string
		next time.Duration // how far the noted attempt lies ahead
		due  time.Duration // when it is made
	}{
		{"long ago", -time.Hour, 0},
		{"now", 0, 0},
		{"in an hour", time.Hour, time.Hour},
		{"in a day", 24 * time.Hour, 24 * time.Hour},
		{"the clock was set back a year", 365 * 24 * time.Hour, 0},
		{"in two hundred years", 200 * 365 * 24 * time.Hour, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				to := new(receiver)
				s, dir := open(t, to, nil)
				emit(t, s, "one")
				write(t, filepath.Join(dir, spoolsink.StateName), string(spoolsink.State(0, "", time.Now().Add(tt.next))))
				if tt.due > 0 {
					time.Sleep(tt.due - time.Nanosecond)
					deliver(t, s)
					equal(t, "requests before", to.requests(), 0)
					time.Sleep(time.Nanosecond)
				}
				deliver(t, s)
				equal(t, "delivered", to.got(), "one")
			})
		})
	}
}

func TestDamagedState(t *testing.T) {
	whole := string(spoolsink.State(7, "", time.Now().Add(24*time.Hour)))
	for name, text := range map[string]string{
		"empty":           "",
		"garbage":         "\x00\xff{",
		"half":            whole[:len(whole)/2],
		"zeros":           strings.Repeat("\x00", spoolsink.StateSize),
		"wrong types":     strings.Replace(whole, "         7", `    "many"`, 1),
		"negative":        strings.Replace(whole, "         7", "        -7", 1),
		"no version":      strings.Replace(whole, `"queue":1,`, "", 1),
		"another version": strings.Replace(whole, `"queue":1,`, `"queue":2,`, 1),
		"larger than any": strings.Repeat("x", 1<<20),
	} {
		synctest.Test(t, func(t *testing.T) {
			t.Log(name)
			to := &receiver{answer: failing(1, errDown)}
			s, dir := open(t, to, nil)
			emit(t, s, "one")
			write(t, filepath.Join(dir, spoolsink.StateName), text)
			st := stats(t, s)
			if st.Pending != 1 || st.Delivered != 0 || len(st.Dropped) != 0 {
				t.Errorf("the stats are %+v", st)
			}
			if err := s.Flush(t.Context()); !errors.Is(err, telemetry.ErrHTTP) {
				t.Errorf("Flush returned %v", err)
			}
			ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
			defer cancel()
			check(t, s.Flush(ctx))
			equal(t, "delivered", to.got(), "one")
			equal(t, "counted", stats(t, s).Delivered, 1)
		})
	}
}

// What stands in the state's place is not followed: nothing is sent, since nobody
// could know whether another process delivers.
func TestStateOfAnotherKind(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	target := filepath.Join(t.TempDir(), "theirs")
	write(t, target, "theirs")
	check(t, os.Symlink(target, filepath.Join(dir, spoolsink.StateName)))
	_, err := s.Deliver(t.Context())
	wantKind(t, err, telemetry.ErrIO)
	equal(t, "the link's target", content(t, target), "theirs")

	check(t, os.Remove(filepath.Join(dir, spoolsink.StateName)))
	check(t, os.Mkdir(filepath.Join(dir, spoolsink.StateName), 0o700))
	emit(t, s, "two")
	_, err = s.Deliver(t.Context())
	wantKind(t, err, telemetry.ErrIO)
	check(t, os.Remove(filepath.Join(dir, spoolsink.StateName)))
	deliver(t, s)
	equal(t, "delivered", to.got(), "one two")
}

func TestLastResultIsRedactedAndShort(t *testing.T) {
	const token = "ghp_" + "0123456789abcdefghijABCDEFGHIJ012345"
	to := &receiver{answer: failing(1, errors.New("key "+token+" is wrong"+strings.Repeat(" and so on", 100)))}
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	_ = s.Flush(t.Context())
	got := stats(t, s).LastResult
	if got == "" || len(got) > spoolsink.MaxResult || strings.Contains(got, token) {
		t.Errorf("the last result is %q", got)
	}
	if strings.Contains(content(t, filepath.Join(dir, spoolsink.StateName)), token) {
		t.Error("the credential is on disk")
	}
}
