package spoolsink_test

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// conformance is a receiver that also keeps all that was on disk when it was
// asked: what has left the process by then.
type conformance struct {
	receiver
	dir string
	raw []byte
}

func (c *conformance) Export(ctx context.Context, events []telemetry.Event) error {
	for _, e := range events {
		line, err := e.AppendJSON(nil)
		if err != nil {
			return err
		}
		c.raw = append(c.raw, line...)
	}
	entries, err := os.ReadDir(c.dir)
	if err != nil {
		return err
	}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(c.dir, entry.Name()))
		if err != nil {
			return err
		}
		c.raw = append(c.raw, data...)
	}
	return c.receiver.Export(ctx, events)
}

func TestSinkKeepsThePromisesOfSink(t *testing.T) {
	sinktest.Run(t, func() (sinktest.Subject, error) {
		to := &conformance{dir: filepath.Join(t.TempDir(), "spool")}
		s := spoolsink.New(to.dir, to, nil)
		return sinktest.Subject{
			Sink:   s,
			Events: func() ([]telemetry.Event, error) { return to.events(), nil },
			Raw:    func() ([]byte, error) { return to.raw, nil },
			Close:  s.Close,
		}, nil
	})
}

func TestNewTouchesNothing(t *testing.T) {
	s, dir := open(t, never{t}, nil)
	check(t, s.Flush(t.Context()))
	st := stats(t, s)
	if st.Pending != 0 || len(st.Dropped) != 0 || st.Dropped == nil || !st.Oldest.IsZero() || st.LastResult != "" {
		t.Errorf("the stats of nothing are %+v", st)
	}
	check(t, spoolsink.Purge(dir))
	if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the directory is there: %v", err)
	}
}

func TestEmitQueues(t *testing.T) {
	s, dir := open(t, never{t}, nil)
	emit(t, s, "one", "two")
	text := content(t, segments(t, dir)[0])
	if n := strings.Count(text, "\n"); n != 3 || !strings.HasSuffix(text, "}\n") || !strings.Contains(text, `{"name":"two",`) {
		t.Errorf("the segment is\n%s", text)
	}
	st := stats(t, s)
	equal(t, "pending", st.Pending, 2)
	equal(t, "bytes", st.PendingBytes, int64(len(text)-spoolsink.HeaderSize))
	if age := time.Since(st.Oldest); age < 0 || age > time.Hour {
		t.Errorf("the oldest event is %v old", age)
	}
}

func TestEmitRefuses(t *testing.T) {
	s, _ := open(t, never{t}, &spoolsink.Options{MaxBytes: 4 << 20})
	emit(t, s, "first")
	long := event("long")
	for range 200 {
		long.Attrs = append(long.Attrs, telemetry.String(strings.Repeat("k", len(long.Attrs)+1), strings.Repeat("plain words ", 600)))
	}
	other := event("other")
	other.Tool = "othertool"
	late := event("late")
	late.TimestampUTC = time.Date(12000, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		name string
		e    telemetry.Event
		kind telemetry.ErrorKind
		text string
	}{
		{"no name", event(""), telemetry.ErrRejected, "no name"},
		{"over a megabyte", long, telemetry.ErrRejected, "longer than 1 MiB"},
		{"another tool", other, telemetry.ErrRejected, "another tool"},
		{"no RFC 3339", late, telemetry.ErrSerde, "clock"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := s.Emit(t.Context(), tt.e)
			wantKind(t, err, tt.kind)
			if err == nil || !strings.Contains(err.Error(), tt.text) || strings.Contains(err.Error(), "othertool") {
				t.Errorf("the error is %v, want one with %q", err, tt.text)
			}
		})
	}
	equal(t, "pending", stats(t, s).Pending, 1)
	small, _ := open(t, never{t}, &spoolsink.Options{MaxBytes: 100})
	wantKind(t, small.Emit(t.Context(), event("too long for the queue")), telemetry.ErrRejected)
}

func TestCloseTwice(t *testing.T) {
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	check(t, s.Close())
	check(t, s.Close())
	for what, err := range map[string]error{"Emit": s.Emit(t.Context(), event("two")), "Flush": s.Flush(t.Context())} {
		wantKind(t, err, telemetry.ErrIO)
		if !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%s after Close returned %v", what, err)
		}
	}
	check(t, reopen(t, dir, to, nil).Flush(t.Context()))
	equal(t, "delivered by the next process", to.got(), "one")
}

func TestNilAndZeroSinks(t *testing.T) {
	for name, s := range map[string]*spoolsink.Sink{"nil": nil, "zero": {}, "no directory": spoolsink.New("", never{t}, nil)} {
		t.Run(name, func(t *testing.T) {
			_, statsErr := s.Stats()
			_, deliverErr := s.Deliver(t.Context())
			for _, err := range []error{s.Emit(t.Context(), event("one")), s.Flush(t.Context()), statsErr, deliverErr} {
				var typed *telemetry.Error
				if !errors.As(err, &typed) || typed.Kind == "" {
					t.Errorf("the error is %v, want a *telemetry.Error with a kind", err)
				}
			}
			check(t, s.Close())
		})
	}
	wantKind(t, spoolsink.Purge(""), telemetry.ErrIO)
	s, _ := open(t, nil, nil)
	emit(t, s, "one")
	wantKind(t, s.Flush(t.Context()), telemetry.ErrConfig)
	equal(t, "pending", stats(t, s).Pending, 1)
}

// The next process goes on in the file of the last one.
func TestNextProcessAdoptsTheSegment(t *testing.T) {
	s, dir := open(t, never{t}, nil)
	emit(t, s, "one")
	beside := reopen(t, dir, never{t}, nil)
	emit(t, beside, "beside")
	equal(t, "segments of two processes", len(segments(t, dir)), 2)
	check(t, s.Close())
	for _, name := range []string{"two", "three"} {
		next := reopen(t, dir, never{t}, nil)
		emit(t, next, name)
		check(t, next.Close())
	}
	equal(t, "segments", len(segments(t, dir)), 2)
	to := new(receiver)
	check(t, reopen(t, dir, to, nil).Flush(t.Context()))
	equal(t, "delivered", to.got(), "one two three beside")
}

// An event of a tool that ends with Ctrl-C is queued.
func TestEmitWithEndedContext(t *testing.T) {
	s, _ := open(t, never{t}, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	check(t, s.Emit(ctx, event("one")))
	check(t, s.Emit(nil, event("two"))) //nolint:staticcheck // a nil context must do no harm
	equal(t, "pending", stats(t, s).Pending, 2)
	err := s.Flush(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Flush returned %v, want context.Canceled", err)
	}
	wantKind(t, err, telemetry.ErrIO)
}

func TestConcurrentUse(t *testing.T) {
	to := new(receiver)
	s, _ := open(t, to, &spoolsink.Options{BatchEvents: 7, MaxBytes: 1 << 20})
	var group sync.WaitGroup
	const goroutines, each = 8, 100
	for range goroutines {
		group.Go(func() {
			for i := range each {
				if err := s.Emit(t.Context(), event("any")); err != nil {
					t.Error(err)
				}
				if i%20 == 0 {
					if err := s.Flush(t.Context()); err != nil {
						t.Error(err)
					}
					if _, err := s.Stats(); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	group.Wait()
	check(t, s.Flush(t.Context()))
	equal(t, "delivered", len(to.events()), goroutines*each)
	st := stats(t, s)
	equal(t, "counted", st.Delivered, goroutines*each)
	equal(t, "pending", st.Pending, 0)
}
