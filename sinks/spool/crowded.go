package spoolsink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// crowded are the oldest segments, which must go to make room for a new one. They
// are locked, and what they hold is counted.
type crowded struct {
	files  []*os.File
	counts counts // what the new segment's header takes over
}

// findCrowded returns the segments that must go. Those of living processes stay,
// and so does the one that is just being delivered.
func (s *Sink) findCrowded() (*crowded, error) {
	c := new(crowded)
	if s.limits.bytes == forever {
		return c, nil
	}
	names, err := segmentNames(s.dir, -1)
	if err != nil {
		return nil, err
	}
	// So short a queue fits, whatever the sizes are: a first event must not cost
	// more because a long queue is allowed.
	const longest = maxSegment + maxLine
	if s.limits.bytes/longest > int64(len(names)) {
		return c, nil
	}
	var total int64
	sizes := make([]int64, len(names))
	for i, name := range names {
		info, err := os.Lstat(filepath.Join(s.dir, name))
		if err == nil && info.Mode().IsRegular() {
			sizes[i] = info.Size()
			total += sizes[i]
		}
	}
	for i, name := range names {
		if total+s.limits.segment <= s.limits.bytes {
			break
		}
		err := c.take(filepath.Join(s.dir, name))
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			total -= sizes[i]
		}
	}
	return c, nil
}

// take locks the segment at path and counts what is in it.
func (c *crowded) take(path string) error {
	f, info, err := openOwn(path, os.O_RDWR)
	if err != nil {
		return err
	}
	if !mayTake(info) || isNascent(info) {
		_ = f.Close()
		return errBusy
	}
	if err := tryLock(f); err != nil {
		_ = f.Close()
		return err
	}
	if err := c.count(f); err != nil {
		unlock(f)
		_ = f.Close()
		return err
	}
	c.files = append(c.files, f)
	return nil
}

func (c *crowded) count(f *os.File) error {
	if _, err := own(f); err != nil {
		return err
	}
	h, begin, err := readHeader(f)
	if err != nil && !errors.Is(err, errNewerHeader) {
		return err
	}
	lines, _, err := countLines(f, begin)
	if err != nil {
		return err
	}
	c.counts.add(h.counts)
	c.counts.drop(DropSize, lines)
	return nil
}

// remove removes the segments.
func (c *crowded) remove() error {
	var errs []error
	for _, f := range c.files {
		if err := os.Remove(f.Name()); err != nil && !errors.Is(err, fs.ErrNotExist) {
			errs = append(errs, err)
		}
	}
	return errors.Join(errs...)
}

func (c *crowded) close() {
	for _, f := range c.files {
		unlock(f)
		_ = f.Close()
	}
}
