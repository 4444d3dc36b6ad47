package spoolsink

import (
	"io"
	"io/fs"
	"os"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/linefile"
	"github.com/optin-go/optin/internal/ownfile"
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
func (s *segment) append(l *linefile.Line) (bool, error) {
	for range 2 {
		// A break that is not needed leaves an empty line, which readers skip.
		p := l.Bytes(s.torn)
		end, err := linefile.Append(s.File, p)
		if err != nil {
			s.lookAtEnd()
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
		glued := !s.torn && begin > 0 && !linefile.HasBreak(s.File, begin-1)
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
	s.torn = s.end > 0 && !linefile.HasBreak(s.File, s.end-1)
}

// isGone reports whether nobody can read the segment any more.
func (s *segment) isGone() bool {
	_, err := ownfile.Check(s.File)
	return err != nil
}

// close gives the segment to whoever wants it.
func (s *segment) close() error {
	kernellock.Unlock(s.File)
	return s.File.Close()
}

// openSegment returns a segment with room for a line of that size, which no Sink
// appends to: the youngest that a process has left behind, or a new one. Its name
// sorts behind last.
func (q *queue) openSegment(size int64, last string) (*segment, error) {
	if seg := q.adoptSegment(size, last); seg != nil {
		return seg, nil
	}
	return q.createSegment(last)
}

// adoptSegment returns a segment that a process has left behind and that has room
// left, or nil. Of the processes that run one after the other, each would
// otherwise leave a file of its own.
func (q *queue) adoptSegment(size int64, last string) *segment {
	// More than this is not looked at: what is old is full, or belongs to a
	// process that is alive. A new segment does no harm.
	const maxEntries, maxTries = 4096, 8
	if !kernellock.Available {
		return nil
	}
	names, err := segmentNames(q.dir, maxEntries)
	if err != nil {
		return nil
	}
	for tries := 0; len(names) > 0 && tries < maxTries; tries++ {
		name := names[len(names)-1]
		names = names[:len(names)-1]
		made, _ := segmentTime(name)
		if name < last {
			break // events of this Sink would overtake older ones
		}
		if time.Since(made).Abs() > q.limits.adoptable() {
			continue
		}
		if seg := q.adopt(name, min(q.limits.segment/2, q.limits.segment-size)); seg != nil {
			return seg
		}
	}
	return nil
}

// adopt opens the segment for appending if nobody has it, it is no longer than the
// limit, and it is as its last writer left it.
func (q *queue) adopt(name string, limit int64) *segment {
	f, info, err := openOwn(q.path(name), os.O_RDWR|os.O_APPEND)
	if err != nil {
		return nil
	}
	if info.Size() < headerSize || info.Size() > limit || tryLock(f) != nil {
		_ = f.Close()
		return nil
	}
	seg := &segment{File: f, name: name}
	// Whoever had the lock until now may have changed or removed the file.
	if seg.info, err = ownfile.Check(f); err == nil {
		seg.end = seg.info.Size()
		var p front
		if p, err = readFront(f, seg.end); err == nil && p.noted && !p.cut {
			seg.torn = !linefile.HasBreak(f, seg.end-1)
			return seg
		}
	}
	_ = seg.close()
	return nil
}

// createSegment makes a new segment, and makes room for it.
func (q *queue) createSegment(last string) (*segment, error) {
	made := time.Now().UnixNano()
	// Within this process names must sort as the segments do, whatever the clock
	// does.
	if at, ok := segmentTime(last); ok {
		made = max(made, at.UnixNano()+1)
	}
	name := segmentName(made)
	f, _, err := openOwn(q.path(name), os.O_RDWR|os.O_APPEND|os.O_CREATE|os.O_EXCL)
	if err != nil {
		return nil, err
	}
	seg := &segment{File: f, name: name}
	if err := seg.start(); err != nil {
		_ = ownfile.Remove(f.Name())
		_ = seg.close()
		return nil, err
	}
	if err := q.makeRoom(seg.name, seg.end); err != nil {
		_ = seg.close() // it stays: it may hold the counts of what was evicted
		return nil, err
	}
	return seg, nil
}

// start locks the new segment and writes its header.
func (s *segment) start() error {
	if err := tryLock(s.File); err != nil {
		return err
	}
	var err error
	if s.info, err = ownfile.Check(s.File); err != nil {
		return err // it has been purged
	}
	h := header{done: headerSize}
	s.end, err = linefile.Append(s.File, h.append(make([]byte, 0, headerSize)))
	return err
}
