package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Pending returns the events that are queued, in the order in which they would be
// sent, and as they would be: redacted by the rules of today, without what a
// delivery would drop as damaged, foreign, too old or of a later schema. What
// [telemetry.Event.AppendJSON] makes of them is what an [telemetry.Exporter] would be
// handed.
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
		if err := s.checkPath(); err != nil {
			failed(err)
			return
		}
		if err := checkDir(s.dir); err != nil {
			if !errors.Is(err, fs.ErrNotExist) {
				failed(err)
			}
			return
		}
		names, err := segmentNames(s.dir, -1)
		if err != nil {
			failed(err)
			return
		}
		d := &delivery{s: s, now: time.Now(), st: loadState(s.dir), known: newKnown()}
		d.useTool()
		for _, name := range names {
			goOn, err := d.pending(name, yield)
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
func (d *delivery) pending(name string, yield func(telemetry.Event, error) bool) (bool, error) {
	f, info, err := openOwn(filepath.Join(d.s.dir, name), os.O_RDONLY)
	if err != nil {
		return true, err
	}
	defer f.Close()
	_, begin, err := readHeader(f)
	if err != nil {
		return true, err
	}
	made, _ := segmentTime(name)
	if info.ModTime().Before(made) {
		made = info.ModTime()
	}
	seg := &taken{isOld: d.now.Sub(made) > d.s.limits.age}
	r := newLineReader(f, begin)
	for {
		l, err := r.next()
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return true, err
		}
		if l.kind != lineWhole {
			continue
		}
		if e, reason := d.judge(seg, l.text); reason == "" && !yield(e, nil) {
			return false, nil
		}
	}
}
