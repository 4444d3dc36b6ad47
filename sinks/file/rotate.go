package filesink

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strconv"
	"time"
)

var (
	// errBusy is returned by tryLock when another process holds the lock.
	errBusy    = errors.New("the lock is held by another process")
	errRotated = errors.New("the file was rotated by another process")
)

// rotate moves the full file aside and opens a new one, or finds that another
// process does.
//
// The lock is on the file itself, so that it ends with its holder, and whoever
// has it looks once more whether this is still the file at path: if not, another
// process has rotated already. Until the last step, which moves the file away
// from path, nobody can have another file there to lock. So one process at a
// time renames. From the file that is being rotated nothing is lost: others may
// write on.
//
// A file that cannot be rotated is an error, and takes no more events: the user
// was promised that it stays bounded.
func (s *Sink) rotate(ctx context.Context) error {
	unlock, err := s.lock(ctx)
	switch {
	case errors.Is(err, errBusy):
		return nil
	case errors.Is(err, errRotated):
		return s.reopen()
	case err != nil:
		return ioError("rotate", err)
	}
	if s.file.isAt(s.path) {
		// Only a full file may go, see Sink.append. This one may have been
		// truncated from outside.
		if err = s.file.look(); err == nil && s.file.end <= s.limits.full {
			unlock()
			return nil
		}
		err = s.shift()
	}
	unlock()
	if err != nil {
		return ioError("rotate", err)
	}
	return s.reopen()
}

// patience is how long a process waits in all for one that does not finish
// rotating a file, and longestWait how long one event does.
const patience, longestWait = 100 * time.Millisecond, 25 * time.Millisecond

// lock locks the file. It returns errBusy if another process has the lock and
// this one should write on, and errRotated if that process has finished.
//
// It waits only when the file is longer than it may be, since on a busy machine
// the process that rotates may not run for a while; and not for long, since a
// process that is stopped keeps its lock.
func (s *Sink) lock(ctx context.Context) (unlock func(), err error) {
	const pause = 250 * time.Microsecond
	var waited time.Duration
	for {
		unlock, err := tryLock(s.file.File)
		if !errors.Is(err, errBusy) {
			return unlock, err
		}
		switch {
		case !s.file.isAt(s.path):
			return nil, errRotated
		case s.file.end <= s.limits.size || waited >= longestWait || s.file.patience <= 0 || ctx.Err() != nil:
			return nil, errBusy
		}
		begin := time.Now()
		time.Sleep(pause)
		slept := time.Since(begin)
		waited += slept
		s.file.patience -= slept
	}
}

func (s *Sink) reopen() error {
	s.leave()
	return s.open()
}

// shift gives the full file and the older ones their next name, the oldest
// first. If the process is killed meanwhile, a number is left out, no file lost,
// and the next rotation fills the gap.
func (s *Sink) shift() error {
	if err := s.removeBeyond(); err != nil {
		return err
	}
	if s.limits.keep == 0 {
		return os.Remove(s.path)
	}
	free := 1
	for free < s.limits.keep && exists(s.older(free)) {
		free++
	}
	if exists(s.older(free)) {
		if err := removeFile(s.older(free)); err != nil {
			return err
		}
	}
	for ; free > 0; free-- {
		if err := os.Rename(s.older(free-1), s.older(free)); err != nil {
			return err
		}
	}
	return nil
}

// removeBeyond removes the files that a larger Keep left.
func (s *Sink) removeBeyond() error {
	for n := s.limits.keep + 1; exists(s.older(n)); n++ {
		if err := removeFile(s.older(n)); err != nil {
			return err
		}
	}
	return nil
}

// older returns the name of the file that was rotated n times.
func (s *Sink) older(n int) string {
	if n == 0 {
		return s.path
	}
	return s.path + "." + strconv.Itoa(n)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// removeFile removes a regular file, and nothing else that may stand in its
// place.
func removeFile(path string) error {
	info, err := os.Lstat(path)
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return &fs.PathError{Op: "remove", Path: path, Err: errIrregular}
	}
	return os.Remove(path)
}
