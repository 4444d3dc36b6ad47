package sinktest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

// lineSink is a correct out-of-process sink, as far as a buffer can be out of
// the process, but for its faults.
type lineSink struct {
	faults

	mu      sync.Mutex
	raw     bytes.Buffer
	pending []byte // of a reordering sink
	emitted int
}

// faults break a lineSink, one promise each.
type faults struct {
	dropEvery   int  // every n-th event is lost
	repeat      bool // every event arrives twice
	reorder     bool // events swap places in pairs
	mutate      bool // the first attribute is redacted in place
	interleave  bool // a line is written in two pieces
	kindless    bool // errors carry no kind
	leak        bool // events are not redacted
	change      bool // the time is cut to seconds
	reflush     bool // Flush writes the last line again
	forgetOnEnd bool // a cancelled context loses the event, silently
}

func (s *lineSink) Emit(ctx context.Context, e telemetry.Event) error {
	if s.forgetOnEnd && ctx.Err() != nil {
		return nil
	}
	switch {
	case s.mutate && len(e.Attrs) > 1:
		e.Attrs[1].Value = "[redacted]"
	case !s.leak:
		e = e.Redacted()
	}
	if s.change {
		e.TimestampUTC = e.TimestampUTC.Truncate(1e9)
	}
	line, err := e.AppendJSON(nil)
	if err != nil {
		if s.kindless {
			return errors.New("cannot encode")
		}
		return err
	}
	line = append(line, '\n')
	if s.interleave {
		half := len(line) / 2
		s.write(line[:half])
		s.write(line[half:])
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.emitted++
	switch {
	case s.dropEvery > 0 && s.emitted%s.dropEvery == 0:
	case s.reorder && s.pending == nil:
		s.pending = line
	case s.reorder:
		s.raw.Write(line)
		s.raw.Write(s.pending)
		s.pending = nil
	default:
		s.raw.Write(line)
		if s.repeat {
			s.raw.Write(line)
		}
	}
	return nil
}

func (s *lineSink) write(piece []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.raw.Write(piece)
}

func (s *lineSink) Flush(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pending != nil {
		s.raw.Write(s.pending)
		s.pending = nil
	}
	if s.reflush && s.raw.Len() > 0 {
		lines := bytes.SplitAfter(s.raw.Bytes(), []byte("\n"))
		s.raw.Write(bytes.Clone(lines[len(lines)-2]))
	}
	return nil
}

func (s *lineSink) subject() sinktest.Subject {
	return sinktest.Subject{
		Sink: s,
		Events: func() ([]telemetry.Event, error) {
			var events []telemetry.Event
			for line := range strings.Lines(s.raw.String()) {
				var e telemetry.Event
				if err := json.Unmarshal([]byte(line), &e); err != nil {
					return nil, fmt.Errorf("a line is not an event: %w", err)
				}
				events = append(events, e)
			}
			return events, nil
		},
		Raw: func() ([]byte, error) { return s.raw.Bytes(), nil },
	}
}

func opener(f faults) sinktest.Open {
	return func() (sinktest.Subject, error) { return (&lineSink{faults: f}).subject(), nil }
}

func TestRunAcceptsACorrectSink(t *testing.T) {
	sinktest.Run(t, opener(faults{}))
}

func TestCheckFindsTheBrokenPromise(t *testing.T) {
	for _, tt := range []struct {
		name    string
		faults  faults
		promise string
	}{
		{"dropping", faults{dropEvery: 7}, "keeps-order"},
		{"repeating", faults{repeat: true}, "concurrent"},
		{"reordering", faults{reorder: true}, "keeps-order"},
		{"mutating", faults{mutate: true}, "does-not-modify"},
		{"kindless", faults{kindless: true}, "errors-have-a-kind"},
		{"leaking", faults{leak: true}, "redacts"},
		{"changing", faults{change: true}, "delivers-unchanged"},
		{"flushing twice", faults{reflush: true}, "flush-is-idempotent"},
		{"forgetting at the end", faults{forgetOnEnd: true}, "cancelled-context"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			err := sinktest.Check(opener(tt.faults))
			if err == nil {
				t.Fatal("Check found nothing")
			}
			if !strings.Contains(err.Error(), tt.promise+": ") {
				t.Errorf("Check did not name the promise %q:\n%v", tt.promise, err)
			}
		})
	}
}

// Interleaving needs two goroutines to meet between the pieces of a line, which
// chance decides; so the pieces are made to meet.
func TestCheckFindsInterleaving(t *testing.T) {
	err := sinktest.Check(func() (sinktest.Subject, error) {
		s := &meetingSink{lineSink: lineSink{faults: faults{interleave: true}}}
		return s.subject(), nil
	})
	if err == nil || !strings.Contains(err.Error(), "concurrent: ") {
		t.Errorf("Check did not name the promise \"concurrent\": %v", err)
	}
}

// meetingSink writes a line in two pieces, and lets another writer between them
// whenever there is one.
type meetingSink struct {
	lineSink
	first sync.Mutex
	held  []byte
}

func (s *meetingSink) Emit(_ context.Context, e telemetry.Event) error {
	line, err := e.Redacted().AppendJSON(nil)
	if err != nil {
		return err
	}
	line = append(line, '\n')
	half := len(line) / 2
	s.write(line[:half])
	if !strings.HasPrefix(e.Name, "event.0.") && !strings.HasPrefix(e.Name, "event.1.") {
		s.write(line[half:])
		return nil
	}
	s.first.Lock()
	defer s.first.Unlock()
	if s.held == nil {
		s.held = bytes.Clone(line[half:])
		return nil
	}
	s.write(line[half:])
	s.write(s.held)
	s.held = nil
	return nil
}

func (s *meetingSink) subject() sinktest.Subject {
	subject := s.lineSink.subject()
	subject.Sink = s
	return subject
}

func TestCheckReportsWhatItCannotOpen(t *testing.T) {
	for _, tt := range []struct {
		name string
		open sinktest.Open
		want string
	}{
		{"open fails", func() (sinktest.Subject, error) { return sinktest.Subject{}, errors.New("no disk") }, "no disk"},
		{"no sink", func() (sinktest.Subject, error) { return sinktest.Subject{}, nil }, "no Sink"},
		{"close fails", func() (sinktest.Subject, error) {
			s := (&lineSink{}).subject()
			s.Close = func() error { return errors.New("still busy") }
			return s, nil
		}, "still busy"},
		{"raw is empty", func() (sinktest.Subject, error) {
			s := (&lineSink{}).subject()
			s.Raw = func() ([]byte, error) { return nil, nil }
			return s, nil
		}, "Raw returned nothing"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if err := sinktest.Check(tt.open); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Check returned %v, want an error with %q", err, tt.want)
			}
		})
	}
}

func TestFailOnFailsOnce(t *testing.T) {
	var names []string
	next := telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		names = append(names, e.Name)
		return nil
	})
	s := sinktest.FailOn(2, next)
	var errs []error
	for _, name := range []string{"one", "two", "three"} {
		errs = append(errs, s.Emit(t.Context(), telemetry.Event{Name: name}))
	}
	if errs[0] != nil || errs[2] != nil {
		t.Errorf("Emit failed outside of the second event: %v", errs)
	}
	if !errors.Is(errs[1], sinktest.ErrInjected) || !errors.Is(errs[1], telemetry.ErrIO) {
		t.Errorf("the second Emit returned %v, want ErrInjected of kind ErrIO", errs[1])
	}
	if got := strings.Join(names, " "); got != "one three" {
		t.Errorf("the next sink saw %q, want %q", got, "one three")
	}
	if err := s.Flush(t.Context()); err != nil {
		t.Errorf("Flush returned %v", err)
	}
}

func TestFailOnBelowOneNeverFails(t *testing.T) {
	s := sinktest.FailOn(0, telemetry.NoopSink{})
	for range 3 {
		if err := s.Emit(t.Context(), telemetry.Event{Name: "any"}); err != nil {
			t.Errorf("Emit returned %v", err)
		}
	}
}
