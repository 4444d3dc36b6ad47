package spoolsink

import (
	"context"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// Sink is a [telemetry.Sink] that keeps events in a directory until an [telemetry.Exporter]
// has delivered them. Make one with [New], and close it with [Sink.Close].
//
// A Sink may be used by many goroutines at once, and so may many Sinks in many
// processes for one directory. It starts no goroutine. It must not be copied.
type Sink struct {
	dir    string
	dirErr error // what is known to be wrong with dir before it is opened
	to     telemetry.Exporter
	opts   Options
	limits limits
	lines  sync.Pool // of *line

	delivering chan struct{} // holds a value while a goroutine delivers

	mu      sync.Mutex
	closed  bool
	tool    *string  // of the first event; nil before
	segment *segment // nil before the first event, and when it was delivered
	checked time.Time
	last    string // name of the last segment
	made    int64  // when this Sink made its last segment
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
	s.limits = s.opts.limits()
	s.dir, s.dirErr = absolute(dir)
	return s
}

func absolute(dir string) (string, error) {
	if dir == "" {
		return "", errNoDir
	}
	return filepath.Abs(dir)
}

// checkPath returns what is wrong with the path of the directory.
func (s *Sink) checkPath() error {
	if s.dir == "" && s.dirErr == nil {
		return errNoDir
	}
	return s.dirErr
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
// [Options.MaxBytes], or is of another tool than the Sink's first event. The
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
	l := s.newLine()
	defer s.reuse(l)
	if err := l.encode(e.Redacted()); err != nil {
		return err
	}
	if size := len(l.bytes(false)); size > maxLine || int64(size)+headerSize > s.limits.bytes {
		return failed(telemetry.ErrRejected, op, errLong)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ioError(op, fs.ErrClosed)
	}
	if s.tool != nil && *s.tool != e.Tool {
		return failed(telemetry.ErrRejected, op, errOtherTool)
	}
	if err := s.append(l); err != nil {
		return ioError(op, err)
	}
	if s.tool == nil {
		tool := e.Tool // not &e.Tool, for which each event would be allocated
		s.tool = &tool
	}
	return nil
}

// append writes l to a segment of this process's own.
func (s *Sink) append(l *line) error {
	const tries = 10
	for range tries {
		if err := s.ready(int64(len(l.framed))); err != nil {
			return err
		}
		queued, err := s.segment.append(l)
		if queued || err != nil {
			return err
		}
		s.leave()
	}
	return errVanishing
}

// interval is how often a Sink looks whether its segment is still in the
// directory, for the case that something else than [Purge] removed it.
const interval = time.Second

// ready makes s.segment a segment with room for a line of that size.
func (s *Sink) ready(size int64) error {
	if s.segment != nil && time.Since(s.checked) >= interval {
		s.checked = time.Now()
		if !s.segment.isAt(filepath.Join(s.dir, s.segment.name)) {
			s.leave()
		}
	}
	if s.segment != nil && s.segment.end > headerSize && s.segment.end+size > s.limits.segment {
		s.leave()
	}
	if s.segment != nil {
		return nil
	}
	return s.openSegment(size)
}

// leave closes the segment. All that was written is with the operating system;
// closing cannot lose it.
func (s *Sink) leave() {
	_ = s.segment.close()
	s.segment = nil
}

// Close closes the queue's file. It waits for an Emit that is under way, and
// delivers nothing. Closing again, or closing a nil Sink, does nothing and
// returns nil.
func (s *Sink) Close() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.segment == nil {
		return nil
	}
	err := s.segment.close()
	s.segment = nil
	if err != nil {
		return ioError("close", err)
	}
	return nil
}

func (s *Sink) isClosed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}
