package filesink

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/optin-go/optin/internal/lines"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/internal/rotated"
	"github.com/optin-go/optin/telemetry"
)

// Retract takes a written event back. It overwrites the event's line with blanks,
// which readers skip, in the file or in one that was rotated meanwhile. A missing
// event is no error. Retract is for an event during which the user opted out.
//
// The line keeps its place and length: other processes append without a lock, so
// cutting the file could lose an event of theirs. Retract writes even if ctx is
// cancelled. It reads the files that the Sink keeps. An error is a
// [telemetry.ErrIO]: the event may still be there.
func (s *Sink) Retract(_ context.Context, id telemetry.ID) error {
	const op = "retract"
	switch {
	case s == nil || s.path == "" && s.pathErr == nil:
		return ioError(op, errNoPath)
	case s.pathErr != nil:
		return ioError(op, s.pathErr)
	}
	var errs []error
	// Another process can rotate the file during the search, so it runs twice.
	for range 2 {
		for n := 0; n <= s.limits.keep; n++ {
			switch found, err := blank(rotated.Name(s.path, n), id); {
			case found:
				return nil
			case err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, ownfile.ErrGone):
				errs = append(errs, err)
			}
		}
	}
	if len(errs) > 0 {
		return ioError(op, errors.Join(errs...))
	}
	return nil
}

// maxLine is the longest line to be examined, in bytes: far more than the limits
// of an event allow.
const maxLine = 8 << 20

// blank overwrites the event's lines in the file at path, and reports whether one
// of them was a line of its own. Copies glued to a torn line come before that one,
// and go too.
func blank(path string, id telemetry.ID) (found bool, err error) {
	text, err := id.MarshalText()
	if err != nil {
		return false, err
	}
	f, _, err := ownfile.Open(path, os.O_RDWR)
	if err != nil {
		return false, err
	}
	defer f.Close()
	r := lines.NewReader(f, 0, maxLine)
	var begin int64
	for {
		l, err := r.Next()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return found, err
		}
		if at := bytes.Index(l.Text, text); at >= 0 && l.Kind == lines.Whole {
			e, parseErr := telemetry.ParseEvent(l.Text)
			if own := parseErr == nil && e.ID == id; own || parseErr != nil {
				if err := overwrite(f, begin, l.End-1); err != nil {
					return false, err
				}
				found = found || own
			}
		}
		begin = l.End
	}
}

func overwrite(f *os.File, begin, end int64) error {
	_, err := f.WriteAt(bytes.Repeat([]byte{' '}, int(end-begin)), begin)
	return err
}
