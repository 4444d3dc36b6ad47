package filesink

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// Sink is a [telemetry.Sink] that appends events to a file. It is the
// specification's FileSink. Make one with [New], and close it with [Sink.Close].
//
// A Sink may be used by many goroutines at once, and so may many Sinks in many
// processes for one file. It starts no goroutine. It must not be copied.
type Sink struct {
	path    string
	pathErr error // what is known to be wrong with path before it is opened
	limits  limits
	lines   linefile.Pool

	mu      sync.Mutex
	closed  bool
	file    *logFile  // nil until the first event, and when it is no longer the one at path
	checked time.Time // when file was last looked for at path
}

// New returns a Sink that appends to the file at path. It touches nothing; the
// first Emit creates the file, and its parents, for the current user alone.
// If opts is nil, defaults apply. New does not fail: what is wrong with path is
// reported by Emit, as a [telemetry.ErrIO].
//
// A relative path is made absolute here, so that a later change of the working
// directory does not move the file. opts is copied.
func New(path string, opts *Options) *Sink {
	s := &Sink{limits: opts.limits()}
	s.path, s.pathErr = absolute(path)
	return s
}

var (
	errNoPath    = errors.New("the path is empty; pass the path of a file")
	errDirPath   = errors.New("the path ends in a separator; pass the path of a file, not of a directory")
	errMovedAway = errors.New("the file was removed again and again while it was written; raise MaxBytes or Keep")
)

func absolute(path string) (string, error) {
	switch {
	case path == "":
		return "", errNoPath
	case os.IsPathSeparator(path[len(path)-1]):
		return "", errDirPath
	}
	return filepath.Abs(path)
}

// Emit appends e as one line, and returns when the operating system has all of
// it. It redacts e first, which costs nothing for an event of a
// [telemetry.Recorder], and does not modify e.Attrs.
//
// Emit writes also when ctx is cancelled: a local write is over before it would
// be, and the event of a command that was stopped with Ctrl-C is worth recording.
// The one thing it waits for is another process that is rotating the file: for
// 25 ms at most, 100 ms in all if that process does not finish, and never beyond
// the end of ctx.
//
// An error is a [*telemetry.Error] of the kind [telemetry.ErrIO], or
// [telemetry.ErrSerde] if e cannot be encoded. The event must then be taken as
// lost; the next call tries everything anew, so that a Sink works again as soon
// as the cause is gone. After [Sink.Close], Emit returns an error that is
// [fs.ErrClosed].
func (s *Sink) Emit(ctx context.Context, e telemetry.Event) error {
	if s == nil {
		return ioError("emit", errNoPath)
	}
	if ctx == nil {
		ctx = context.Background()
	}
	l := s.lines.Get()
	defer s.lines.Put(l)
	text, err := e.Redacted().AppendJSON(l.Begin())
	if err != nil {
		return err
	}
	l.End(text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return ioError("emit", fs.ErrClosed)
	}
	return s.append(ctx, l)
}

// Flush does nothing: Emit holds nothing back. For events that survive a loss of
// power, set [Options.Sync].
func (s *Sink) Flush(context.Context) error { return nil }

// Close closes the file. It waits for an Emit that is under way. Closing again,
// or closing a nil Sink, does nothing and returns nil.
func (s *Sink) Close() error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.file == nil {
		return nil
	}
	err := s.file.Close()
	s.file = nil
	if err != nil {
		return ioError("close", err)
	}
	return nil
}

// append writes l to the file at path.
func (s *Sink) append(ctx context.Context, l *linefile.Line) error {
	for range maxFiles {
		if err := s.ready(ctx); err != nil {
			return err
		}
		if err := s.file.append(l); err != nil {
			return ioError("write", err)
		}
		if s.limits.sync {
			if err := s.file.Sync(); err != nil {
				return ioError("sync", err)
			}
		}
		// A file that rotation drops is one that was full. So whoever writes to
		// one that others dropped meanwhile looks here, and writes again.
		if s.file.end <= s.limits.full || s.file.isLinked() {
			return nil
		}
		s.leave()
	}
	return ioError("write", errMovedAway)
}

// interval is how often a Sink looks whether its file is still the one at path.
const interval = time.Second

// maxFiles is how many files one event is tried with, when others remove each of
// them before the event is in it.
const maxFiles = 100

// ready makes s.file a file with room for a line, and, as of a second ago, the
// one at path.
func (s *Sink) ready(ctx context.Context) error {
	if s.file != nil && time.Since(s.checked) >= interval {
		s.checked = time.Now()
		if !s.file.isAt(s.path) {
			s.leave()
		}
	}
	if s.file == nil {
		if err := s.open(); err != nil {
			return err
		}
	}
	if s.file.end <= s.limits.full {
		return nil
	}
	return s.rotate(ctx)
}

func (s *Sink) open() error {
	if s.pathErr != nil {
		return ioError("open", s.pathErr)
	}
	if s.path == "" {
		return ioError("open", errNoPath)
	}
	s.checked = time.Now()
	for range maxFiles {
		var err error
		s.file, err = openLogFile(s.path, s.limits.sync)
		switch {
		case err == nil:
			return nil
		case !errors.Is(err, ownfile.ErrGone):
			return ioError("open", err)
		}
	}
	return ioError("open", errVanished)
}

// leave closes the file, because it is not the one to write to any more. All
// that was written is with the operating system; closing cannot lose it.
func (s *Sink) leave() {
	_ = s.file.Close()
	s.file = nil
}

func ioError(op string, err error) error {
	return &telemetry.Error{Kind: telemetry.ErrIO, Op: "filesink: " + op, Err: err}
}
