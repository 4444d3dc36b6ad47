package spoolsink

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

// writer appends lines to the queue, in a segment of this process's own.
type writer struct {
	queue

	mu      sync.Mutex
	closed  bool
	tool    *string  // of the first event; nil before
	segment *segment // nil before the first event, and when it was delivered
	checked time.Time
	last    string // name of the last segment
}

// write appends l, an event of that tool.
func (w *writer) write(l *linefile.Line, tool string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return fs.ErrClosed
	}
	if w.tool != nil && *w.tool != tool {
		return errOtherTool
	}
	if err := w.append(l); err != nil {
		return err
	}
	if w.tool == nil {
		first := tool // not &tool, for which each event would be allocated
		w.tool = &first
	}
	return nil
}

func (w *writer) append(l *linefile.Line) error {
	const tries = 10
	for range tries {
		if err := w.ready(int64(len(l.Bytes(true)))); err != nil {
			return err
		}
		queued, err := w.segment.append(l)
		if queued {
			return nil
		}
		if err == nil || w.segment.isGone() {
			w.leave()
		}
		if err != nil {
			return err
		}
	}
	return errVanishing
}

// interval is how often a writer looks whether its segment is still in the
// directory, for the case that something else than [Purge] removed it.
const interval = time.Second

// ready makes w.segment a segment with room for a line of that size.
func (w *writer) ready(size int64) error {
	if w.segment != nil && time.Since(w.checked) >= interval {
		w.checked = time.Now()
		if !ownfile.IsAt(w.segment.info, filepath.Join(w.dir, w.segment.name)) {
			w.leave()
		}
	}
	if w.segment != nil && w.segment.end > headerSize && w.segment.end+size > w.limits.segment {
		w.leave()
	}
	if w.segment != nil {
		return nil
	}
	return w.open(size)
}

// open makes w.segment a segment with room for a line of that size.
func (w *writer) open(size int64) error {
	if err := w.check(); err != nil {
		return err
	}
	err := owndir.Tighten(w.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = owndir.Make(w.dir, false); err == nil {
			err = owndir.Tighten(w.dir)
		}
	}
	if err != nil {
		return err
	}
	w.checked = time.Now()
	const tries = 3
	for range tries {
		seg, openErr := w.openSegment(size, w.last)
		if openErr == nil {
			w.segment, w.last = seg, seg.name
			return nil
		}
		err = openErr
		if !errors.Is(err, ownfile.ErrGone) && !errors.Is(err, kernellock.ErrBusy) && !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return err
}

// leave closes the segment. All that was written is with the operating system;
// closing cannot lose it.
func (w *writer) leave() {
	_ = w.segment.close()
	w.segment = nil
}

// giveUp hands over the segment of that name, if it is the writer's and nothing was
// added to it behind done. The next event goes to another one.
func (w *writer) giveUp(name string, done int64) *segment {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.segment == nil || w.segment.name != name || w.segment.end != done {
		return nil
	}
	seg := w.segment
	w.segment = nil
	return seg
}

// toolOf returns the tool that the events are of, if one is known.
func (w *writer) toolOf() *string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.tool
}

func (w *writer) isClosed() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.closed
}

func (w *writer) close() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	if w.segment == nil {
		return nil
	}
	err := w.segment.close()
	w.segment = nil
	return err
}
