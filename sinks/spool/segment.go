package spoolsink

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// segment is the file that this process appends its events to. While it is open
// the process holds the kernel's lock on it, which tells everybody else that it
// is alive.
type segment struct {
	*os.File
	name string
	info fs.FileInfo // from when it was opened; says which file it is

	// end is where the last line ended that is known to have ended.
	end int64
	// torn says that what ends at end is a piece of a line.
	torn bool
}

// append writes l as a line of its own, and reports whether l is in the queue
// then. If it returns false and no error, the segment was purged or removed, and
// l belongs into another one.
//
// The write moves the descriptor's offset to the line's end, which tells in one
// system call whether the segment is as this process left it. [Purge] truncates
// segments before it removes them: so a line that would vanish with a purged file
// is noticed, and no line that was purged comes back.
func (s *segment) append(l *line) (bool, error) {
	for range 2 {
		// A break that is not needed leaves an empty line, which readers skip.
		p := l.bytes(s.torn)
		if _, err := s.Write(p); err != nil {
			s.lookAtEnd()
			return false, err
		}
		end, err := endOfWrite(s.File)
		if err != nil {
			s.torn = true
			return false, err
		}
		begin := end - int64(len(p))
		if begin == s.end {
			s.end, s.torn = end, false
			return true, nil
		}
		if begin < s.end || s.isGone() {
			_ = s.Truncate(begin)
			return false, nil
		}
		// Something else appended. If it was no line, l is glued to it.
		glued := !s.torn && begin > 0 && !hasBreakAt(s.File, begin-1)
		s.end, s.torn = end, glued
		if !glued {
			return true, nil
		}
	}
	return false, nil
}

// lookAtEnd finds out what a write that failed has left.
func (s *segment) lookAtEnd() {
	if end, err := s.Seek(0, io.SeekEnd); err == nil {
		s.end = end
	}
	s.torn = s.end > 0 && !hasBreakAt(s.File, s.end-1)
}

// isGone reports whether nobody can read the segment any more.
func (s *segment) isGone() bool {
	info, err := s.Stat()
	if err != nil {
		return true
	}
	n, err := links(s.File, info)
	return err == nil && n == 0
}

// isAt reports whether s is the file at path.
func (s *segment) isAt(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && os.SameFile(info, s.info)
}

// close gives the segment to whoever wants it.
func (s *segment) close() error {
	unlock(s.File)
	return s.File.Close()
}

// hasBreakAt reports whether the byte at offset is a line break.
func hasBreakAt(f *os.File, offset int64) bool {
	var b [1]byte
	n, _ := f.ReadAt(b[:], offset)
	return n == 1 && b[0] == '\n'
}

// adoptSegment returns a segment that a process has left behind and that has room
// left, or nil. Of the processes that run one after the other, each would
// otherwise leave a file of its own.
func (s *Sink) adoptSegment(size int64) *segment {
	// More than this is not looked at: what is old is full, or belongs to a
	// process that is alive. A new segment does no harm.
	const maxEntries, maxTries = 4096, 8
	if !kernelLocks {
		return nil
	}
	names, err := segmentNames(s.dir, maxEntries)
	if err != nil {
		return nil
	}
	for tries := 0; len(names) > 0 && tries < maxTries; tries++ {
		name := names[len(names)-1]
		names = names[:len(names)-1]
		made, _ := segmentTime(name)
		if name < s.last {
			break // events of this Sink would overtake older ones
		}
		if time.Since(made).Abs() > s.limits.adoptable() {
			continue
		}
		if seg := adopt(s.dir, name, min(s.limits.segment/2, s.limits.segment-size)); seg != nil {
			return seg
		}
	}
	return nil
}

// adopt opens the segment for appending if nobody has it and it is no longer than
// the limit.
func adopt(dir, name string, limit int64) *segment {
	f, info, err := openOwn(filepath.Join(dir, name), os.O_RDWR|os.O_APPEND)
	if err != nil {
		return nil
	}
	seg := &segment{File: f, name: name}
	if info.Size() < headerSize || info.Size() > limit || tryLock(f) != nil {
		_ = f.Close()
		return nil
	}
	// Whoever had the lock until now may have changed or removed the file.
	if seg.info, err = own(f); err != nil || !seg.hasHeader() {
		_ = seg.close()
		return nil
	}
	seg.end = seg.info.Size()
	seg.torn = !hasBreakAt(f, seg.end-1)
	return seg
}

// hasHeader reports whether the segment is one that this version writes.
func (s *segment) hasHeader() bool {
	_, begin, err := readHeader(s.File)
	return err == nil && begin > 0
}

// createSegment makes a new segment, and makes room for it first.
func (s *Sink) createSegment() (*segment, error) {
	// Within this process names must sort as the segments do, whatever the clock
	// does.
	s.made = max(time.Now().UnixNano(), s.made+1)
	crowded, err := s.findCrowded()
	if err != nil {
		return nil, err
	}
	defer crowded.close()
	name := segmentName(s.made)
	f, _, err := openOwn(filepath.Join(s.dir, name), os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return nil, err
	}
	seg := &segment{File: f, name: name}
	if err := seg.begin(crowded.counts); err != nil {
		_ = os.Remove(f.Name())
		_ = seg.close()
		return nil, err
	}
	// Counted first: a process that is killed in between counts some events twice
	// rather than not at all.
	if err := crowded.remove(); err != nil {
		_ = seg.close()
		return nil, err
	}
	return seg, nil
}

// begin locks the new segment and writes its header.
func (s *segment) begin(c counts) error {
	if err := tryLock(s.File); err != nil {
		return err
	}
	info, err := own(s.File)
	if err != nil {
		return err // it has been purged
	}
	h := header{done: headerSize, counts: c}
	n, err := s.Write(h.append(make([]byte, 0, headerSize)))
	if err != nil {
		return err
	}
	s.info, s.end = info, int64(n)
	return nil
}

// openSegment makes s.segment a segment with room for a line of that size.
func (s *Sink) openSegment(size int64) error {
	if err := s.checkPath(); err != nil {
		return err
	}
	err := openDir(s.dir)
	if errors.Is(err, fs.ErrNotExist) {
		if err = makeDir(s.dir); err == nil {
			err = openDir(s.dir)
		}
	}
	if err != nil {
		return err
	}
	s.checked = time.Now()
	if s.segment = s.adoptSegment(size); s.segment != nil {
		s.last = s.segment.name
		return nil
	}
	const tries = 3
	for range tries {
		if s.segment, err = s.createSegment(); err == nil {
			s.last = s.segment.name
			return nil
		}
		s.segment = nil
		if !errors.Is(err, errGone) && !errors.Is(err, errBusy) && !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	return err
}
