package spoolsink

import (
	"errors"
	"io/fs"
	"math"
	"os"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
)

// makeRoom evicts the oldest segments while the queue is longer than MaxBytes. It
// counts what they held in the header of the new segment of that name, which is size
// bytes long: while that has no event, nobody else writes its header. It leaves
// segments that a live process has open, and the one that is being delivered.
func (q *queue) makeRoom(created string, size int64) error {
	if q.limits.bytes == forever {
		return nil
	}
	names, err := segmentNames(q.dir, -1)
	if err != nil {
		return err
	}
	// So short a queue fits, whatever the sizes are: a first event must not cost
	// more because a long queue is allowed.
	const longest = maxSegment + maxLine
	if q.limits.bytes/longest >= int64(len(names)) {
		return nil
	}
	var total int64
	sizes := make([]int64, len(names))
	for i, name := range names {
		info, err := os.Lstat(q.path(name))
		if err == nil && info.Mode().IsRegular() {
			sizes[i] = info.Size()
			total += sizes[i]
		}
	}
	total -= size // the new one takes its share below
	var note *os.File
	var c counts
	for i, name := range names {
		if total+q.limits.segment <= q.limits.bytes {
			break
		}
		if name == created {
			continue
		}
		if note == nil {
			// The descriptor that the segment is appended to with writes nowhere else.
			if note, _, err = openOwn(q.path(created), os.O_RDWR); err != nil {
				return err
			}
			defer note.Close() //nolint:revive,gocritic // it is opened once
		}
		evicted, err := q.evict(name, &c, note)
		if err != nil {
			return err
		}
		if evicted {
			total -= sizes[i]
		}
	}
	return nil
}

// evict removes a segment that nobody has, adds to c what was in it, and reports
// whether it is gone. It fails if it cannot note the counts. One segment is open at a
// time: there may be more segments than descriptors.
func (q *queue) evict(name string, c *counts, note *os.File) (bool, error) {
	f, info, err := openOwn(q.path(name), os.O_RDWR)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist), nil
	}
	defer f.Close()
	if !mayClaim(info) || isNascent(info) || tryLock(f) != nil {
		return false, nil
	}
	defer kernellock.Unlock(f)
	held, err := countAll(f)
	if err != nil {
		return errors.Is(err, ownfile.ErrGone), nil
	}
	before := *c
	c.add(held)
	// Counted first: a process that is killed in between counts some events twice
	// rather than not at all.
	if err := noteCounts(note, *c); err != nil {
		return false, err
	}
	if err := ownfile.Remove(f.Name()); err != nil {
		*c = before
		return false, noteCounts(note, *c) // the segment stays, as one in use does
	}
	return true, nil
}

func noteCounts(note *os.File, c counts) error {
	h := header{done: headerSize, counts: c}
	_, err := note.WriteAt(h.append(make([]byte, 0, headerSize)), 0)
	return err
}

// countAll returns the counts of a segment that is locked, with those of its
// events that would be evicted with it.
func countAll(f *os.File) (counts, error) {
	info, err := ownfile.Check(f)
	if err != nil {
		return counts{}, err
	}
	p, err := readFront(f, info.Size())
	if err != nil && !errors.Is(err, errNewerHeader) {
		return counts{}, err
	}
	n, _, err := countLines(newLines(f, p.begin), p.begin, math.MaxInt)
	if err != nil {
		return counts{}, err
	}
	c := p.header.counts
	c.drop(DropSize, n)
	return c, nil
}
