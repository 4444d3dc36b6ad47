package spoolsink

import (
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
)

// lease is a segment that is being delivered. Its writer may be alive and append
// to it; what is delivered are the lines that are complete.
type lease struct {
	f    *os.File // not for appending: notes are written in place
	name string
	front
	// ended says that no process appends to it any more. Then this one has the
	// lock, and a line without an end will not get one.
	ended bool
	own   *segment // has the lock, if it was this Sink's own
	isOld bool     // the events in it may be too old
	aged  bool     // some were
}

// claim opens the segment and finds out whether its writer has ended. Its events
// may be too old if it was made before oldest.
func claim(dir, name string, oldest time.Time) (*lease, error) {
	f, info, err := openOwn(filepath.Join(dir, name), os.O_RDWR)
	if err != nil {
		return nil, err
	}
	if isNascent(info) {
		_ = f.Close()
		return nil, ownfile.ErrGone
	}
	l := &lease{f: f, name: name, isOld: madeAt(name, info).Before(oldest)}
	if err := l.lock(); err != nil {
		l.close()
		return nil, err
	}
	// Read behind the lock: what was appended until then counts.
	if info, err = f.Stat(); err == nil {
		l.front, err = readFront(f, info.Size())
	}
	if err != nil {
		l.close()
		return nil, err
	}
	return l, nil
}

// madeAt returns when a segment was made, by its name or its times, whichever is
// earlier.
func madeAt(name string, info os.FileInfo) time.Time {
	made, _ := segmentTime(name)
	if info.ModTime().Before(made) {
		return info.ModTime()
	}
	return made
}

// lock takes the lock if it is free. Whoever had it until now may have removed
// the file.
func (l *lease) lock() error {
	info, err := ownfile.Check(l.f)
	if err != nil || l.ended || !mayClaim(info) {
		return err
	}
	switch err := tryLock(l.f); {
	case errors.Is(err, kernellock.ErrBusy):
		return nil
	case err != nil:
		return err
	}
	l.ended = true
	_, err = ownfile.Check(l.f)
	return err
}

// take holds the lock of a segment that this process's own writer has given up.
func (l *lease) take(own *segment) { l.own, l.ended = own, true }

// send notes the end of the batch that is about to be sent.
func (l *lease) send(end int64) error {
	l.header.inFlight = end
	return l.write()
}

// note notes that everything before done is done with.
func (l *lease) note(done int64, c counts) error {
	l.header.done = done
	l.header.counts.add(c)
	return l.write()
}

// forget notes that the state has the counts.
func (l *lease) forget() error {
	l.header.counts = counts{}
	return l.write()
}

func (l *lease) write() error {
	if !l.noted {
		return nil
	}
	var line [headerSize]byte
	_, err := l.f.WriteAt(l.header.append(line[:0]), 0)
	return err
}

// isGone reports whether the segment has been purged or removed.
func (l *lease) isGone() bool {
	info, err := ownfile.Check(l.f)
	return err != nil || info.Size() < l.header.inFlight
}

// isDone reports whether nothing is left to deliver, now and later.
func (l *lease) isDone() bool {
	if !l.ended {
		return false
	}
	info, err := l.f.Stat()
	return err == nil && info.Size() <= max(l.header.done, l.begin)
}

func (l *lease) close() {
	switch {
	case l.own != nil:
		_ = l.own.close()
	case l.ended:
		kernellock.Unlock(l.f)
	}
	_ = l.f.Close()
}
