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

// Sink is a [telemetry.Sink] that appends events to a file: the specification's
// FileSink. Make one with [New], and close it with [Sink.Close].
//
// A Sink is safe for concurrent use. Many Sinks in many processes may share one
// file. A Sink starts no goroutine. It must not be copied.
type Sink struct {
	path    string
	pathErr error // a mistake in path known before the open
	limits  limits
	lines   linefile.Pool

	mu      sync.Mutex
	closed  bool
	file    *logFile  // nil until the first event, and when it is no longer the one at path
	checked time.Time // when file was last looked for at path
}

// New returns a Sink that appends to the file at path. It touches nothing; the
// first Emit creates the file, and its parents, for the current user alone. If
// opts is nil, defaults apply. New does not fail: Emit reports a bad path, as a
// [telemetry.ErrIO].
//
// New makes a relative path absolute, so a later change of the working
// directory does not move the file. It copies opts.
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
// Emit writes even if ctx is cancelled: a local write is quick, and the event of
// a command stopped with Ctrl-C is worth recording. It waits only for another
// process that is rotating the file: for 25 ms at most, 100 ms in all if that
// process does not finish, and never beyond the end of ctx.
//
// An error is a [*telemetry.Error] of the kind [telemetry.ErrIO], or
// [telemetry.ErrSerde] if e cannot be encoded. The event is then lost. The next
// call tries everything anew, so a Sink works again as soon as the cause is
// gone. After [Sink.Close], Emit returns an error that is [fs.ErrClosed].
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

// Flush does nothing: Emit holds nothing back. To make events survive a loss of
// power, set [Options.Sync].
func (s *Sink) Flush(context.Context) error { return nil }

// Close closes the file. It waits for an Emit in progress. Closing again, or
// closing a nil Sink, does nothing and returns nil.
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
		// Rotation drops only full files. So a process that wrote to a full
		// file checks here whether it was dropped meanwhile, and if so writes
		// again.
		if s.file.end <= s.limits.full || s.file.isLinked() {
			return nil
		}
		s.leave()
	}
	return ioError("write", errMovedAway)
}

// interval is how often a Sink checks that its file is still the one at path.
const interval = time.Second

// maxFiles limits the files tried for one event, when others remove each of them
// before the event is in it.
const maxFiles = 100

// ready makes s.file a file that has room for a line and was at path within the
// last second.
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

// leave closes the file, because another one is to be written to. The operating
// system has all lines, so closing loses nothing.
func (s *Sink) leave() {
	_ = s.file.Close()
	s.file = nil
}

func ioError(op string, err error) error {
	return &telemetry.Error{Kind: telemetry.ErrIO, Op: "filesink: " + op, Err: err}
}
