package spoolsink

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"slices"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/telemetry"
)

// Retract takes an event back that was queued: its line is overwritten with blanks,
// which readers skip. It is for the moment after an event, when it turns out that
// the user has opted out in between. An event that is not queued, or no longer, is
// no error: one that was sent cannot be taken back, nor one of a request that is
// under way. [Options.Allowed] must say no by now, so that none follows.
//
// Retract writes also when ctx is cancelled. An error is a [telemetry.ErrIO]: the
// event may still be queued.
func (s *Sink) Retract(_ context.Context, id telemetry.ID) error {
	const op = "retract"
	if s == nil {
		return ioError(op, errNoDir)
	}
	names, err := s.w.names()
	if err != nil {
		return ioError(op, err)
	}
	var errs []error
	for _, name := range slices.Backward(names) { // it is one of the last
		found, err := retract(s.w.path(name), id)
		if found {
			return nil
		}
		if err != nil && !isNothing(err) {
			errs = append(errs, err)
		}
	}
	if len(errs) > 0 {
		return ioError(op, errors.Join(errs...))
	}
	return nil
}

// retract overwrites the event's line in the segment at path, and reports whether
// it was there.
func retract(path string, id telemetry.ID) (bool, error) {
	text, err := id.MarshalText()
	if err != nil {
		return false, err
	}
	f, info, err := openOwn(path, os.O_RDWR)
	if err != nil {
		return false, err
	}
	defer f.Close()
	p, err := readFront(f, info.Size())
	if err != nil {
		return false, err
	}
	r := newLines(f, p.begin)
	begin := p.begin
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			return false, nil
		}
		if err != nil {
			return false, err
		}
		if l.Kind == lines.Whole && bytes.Contains(l.Text, text) {
			// A copy that is glued to a torn line comes before the event, and goes too.
			e, parseErr := telemetry.ParseEvent(l.Text)
			if parseErr != nil || e.ID == id {
				err = blank(f, begin, l.End)
			}
			if err != nil || parseErr == nil && e.ID == id {
				return err == nil, err
			}
		}
		begin = l.End
	}
}
