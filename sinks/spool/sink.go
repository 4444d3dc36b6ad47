package spoolsink

import (
	"context"
	"errors"

	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/telemetry"
)

// Sink is a [telemetry.Sink] that keeps events in a directory until an [telemetry.Exporter]
// has delivered them. Make one with [New], and close it with [Sink.Close].
//
// A Sink may be used by many goroutines at once, and so may many Sinks in many
// processes for one directory. It starts no goroutine. It must not be copied.
type Sink struct {
	w     writer
	to    telemetry.Exporter
	opts  Options
	lines linefile.Pool

	delivering chan struct{} // holds a value while a goroutine delivers
}

// New returns a Sink that queues events in the directory dir, which must be for
// the queue alone, and delivers them with to. It touches nothing; the first Emit
// makes the directory, and its parents, for the current user alone. If opts is
// nil, defaults apply. New does not fail: what is wrong with dir is reported by
// the methods, as a [telemetry.ErrIO].
//
// A relative path is made absolute here, so that a later change of the working
// directory does not move the queue. opts is copied. If to is nil, events are
// queued, and delivering them is a [telemetry.ErrConfig].
func New(dir string, to telemetry.Exporter, opts *Options) *Sink {
	s := &Sink{to: to, delivering: make(chan struct{}, 1)}
	if opts != nil {
		s.opts = *opts
	}
	s.w.queue = newQueue(dir, s.opts.limits())
	return s
}

// Emit queues e, and returns when the operating system has all of it: from then
// on the end of the process, however it ends, cannot lose it. It opens no network
// connection and waits for nobody. It redacts e first, which costs nothing for an
// event of a [telemetry.Recorder], and does not modify e.Attrs.
//
// Emit writes also when ctx is cancelled: a local write is over before it would
// be, and the event of a command that was stopped with Ctrl-C is worth recording.
//
// An error is a [*telemetry.Error] of the kind [telemetry.ErrIO] if e could not
// be written, [telemetry.ErrSerde] if it cannot be encoded, or
// [telemetry.ErrRejected] if it has no name, is longer than a megabyte or
// [Options.MaxBytes], or is of another tool than [Options.Tool] or the Sink's first
// event. The
// event must then be taken as lost; the next call tries everything anew. After
// [Sink.Close], Emit returns an error that is [fs.ErrClosed].
func (s *Sink) Emit(_ context.Context, e telemetry.Event) error {
	const op = "emit"
	if s == nil {
		return ioError(op, errNoDir)
	}
	if e.Name == "" {
		return failed(telemetry.ErrRejected, op, errNoName)
	}
	if s.opts.Tool != "" && e.Tool != s.opts.Tool {
		return failed(telemetry.ErrRejected, op, errOtherTool)
	}
	l := s.lines.Get()
	defer s.lines.Put(l)
	text, err := e.Redacted().AppendJSON(l.Begin())
	if err != nil {
		return err
	}
	l.End(text)
	if size := len(l.Bytes(false)); size > maxLine || int64(size)+headerSize > s.w.limits.bytes {
		return failed(telemetry.ErrRejected, op, errLong)
	}
	switch err := s.w.write(l, e.Tool); {
	case errors.Is(err, errOtherTool):
		return failed(telemetry.ErrRejected, op, err)
	case err != nil:
		return ioError(op, err)
	}
	return nil
}

// Close closes the queue's file. It waits for an Emit that is under way, and
// delivers nothing. Closing again, or closing a nil Sink, does nothing and
// returns nil.
func (s *Sink) Close() error {
	if s == nil {
		return nil
	}
	if err := s.w.close(); err != nil {
		return ioError("close", err)
	}
	return nil
}
