package spoolsink

import (
	"errors"
	"io"
	"iter"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/telemetry"
)

// Pending returns the events that are queued, in the order in which they would be
// sent, and as they would be, without what a delivery would drop as damaged,
// foreign, too old or of a later schema. What [telemetry.Event.AppendJSON] makes of
// them is what an [telemetry.Exporter] would be handed.
//
// Like [Sink.Stats], it only reads, also while others write and deliver, and
// locks nobody out; what they do meanwhile may be seen or not. It holds one event
// at a time. A directory that does not exist is an empty queue.
//
// An error is a [telemetry.ErrIO], with an event to be ignored: of a segment that
// cannot be read, after which the next one follows, or of the directory.
func (s *Sink) Pending() iter.Seq2[telemetry.Event, error] {
	return func(yield func(telemetry.Event, error) bool) {
		failed := func(err error) bool { return yield(telemetry.Event{}, ioError("pending", err)) }
		if s == nil {
			failed(errNoDir)
			return
		}
		names, err := s.w.names()
		if err != nil {
			failed(err)
			return
		}
		j := s.judge()
		for _, name := range names {
			goOn, err := j.pending(s.w.path(name), name, yield)
			if err != nil && !isNothing(err) {
				goOn = failed(err)
			}
			if !goOn {
				return
			}
		}
	}
}

// pending yields the events of one segment, and reports whether more are wanted.
func (j *judge) pending(path, name string, yield func(telemetry.Event, error) bool) (bool, error) {
	f, p, err := openFront(path)
	if err != nil {
		return true, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return true, err
	}
	isOld := madeAt(name, info).Before(j.oldest())
	r := newLines(f, p.begin)
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if l.Kind != lines.Whole {
			continue
		}
		if e, reason := j.event(l.Text, isOld); reason == "" && !yield(e, nil) {
			return false, nil
		}
	}
}
