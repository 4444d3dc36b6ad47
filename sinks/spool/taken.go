package spoolsink

import (
	"errors"
	"os"
	"path/filepath"
)

// taken is a segment that is being delivered. Its writer may be alive and append
// to it; what is delivered are the lines that are complete.
type taken struct {
	f      *os.File // not for appending: notes are written in place
	name   string
	header header
	begin  int64 // where the first line begins that is not done with
	noted  bool  // the file has a header to write notes to
	// ended says that no process appends to it any more. Then this one has the
	// lock, and a line without an end will not get one.
	ended bool
	own   *segment // has the lock, if it was this Sink's own
	isOld bool     // the events in it may be too old
	aged  bool     // some were
}

// take opens the segment and finds out whether its writer has ended.
func (d *delivery) take(name string) (*taken, error) {
	f, info, err := openOwn(filepath.Join(d.s.dir, name), os.O_RDWR)
	if err != nil {
		return nil, err
	}
	if isNascent(info) {
		_ = f.Close()
		return nil, errGone
	}
	t := &taken{f: f, name: name}
	made, _ := segmentTime(name)
	if info.ModTime().Before(made) {
		made = info.ModTime()
	}
	t.isOld = d.now.Sub(made) > d.s.limits.age
	if err := t.lock(); err != nil {
		t.close()
		return nil, err
	}
	if t.header, t.begin, err = readHeader(f); err != nil {
		t.close()
		return nil, err
	}
	t.noted = t.begin > 0
	return t, nil
}

// lock takes the lock if it is free. Whoever had it until now may have removed
// the file.
func (t *taken) lock() error {
	info, err := own(t.f)
	if err != nil || t.ended || !mayTake(info) {
		return err
	}
	switch err := tryLock(t.f); {
	case errors.Is(err, errBusy):
		return nil
	case err != nil:
		return err
	}
	t.ended = true
	_, err = own(t.f)
	return err
}

// mark notes the end of the batch that is about to be sent.
func (t *taken) mark(end int64) error {
	t.header.marked = end
	return t.write()
}

// note notes that everything before end is done with.
func (t *taken) note(end int64, c counts) error {
	t.header.done = end
	t.header.counts.add(c)
	return t.write()
}

func (t *taken) write() error {
	if !t.noted {
		return nil
	}
	var line [headerSize]byte
	_, err := t.f.WriteAt(t.header.append(line[:0]), 0)
	return err
}

// isGone reports whether the segment has been purged or removed.
func (t *taken) isGone() bool {
	info, err := own(t.f)
	return err != nil || info.Size() < t.header.marked
}

// isDone reports whether nothing is left to deliver, now and later.
func (t *taken) isDone() bool {
	if !t.ended {
		return false
	}
	info, err := t.f.Stat()
	return err == nil && info.Size() <= max(t.header.done, t.begin)
}

func (t *taken) close() {
	switch {
	case t.own != nil:
		_ = t.own.close()
	case t.ended:
		unlock(t.f)
	}
	_ = t.f.Close()
}
