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
	errBusy = errors.New("the lock is held by another process")
	// errLater and errRotated say why there is nothing to rotate: write on, or
	// open the file that is at path now.
	errLater   = errors.New("the file cannot be rotated at the moment")
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
// was promised that it stays bounded. On Windows, where a file in use cannot be
// rotated for the moment, that is so from twice the bound on.
func (s *Sink) rotate(ctx context.Context) error {
	unlock, err := s.lock(ctx)
	if err == nil {
		err = s.rotateLocked()
		unlock()
	}
	switch {
	case errors.Is(err, errLater):
		return nil
	case err == nil || errors.Is(err, errRotated):
		s.leave()
		return s.open()
	}
	return ioError("rotate", err)
}

func (s *Sink) rotateLocked() error {
	if !s.file.isAt(s.path) {
		return errRotated
	}
	if err := s.file.look(); err != nil {
		return err
	}
	if s.file.end <= s.limits.full {
		// Truncated from outside. Only full files may go, see Sink.append.
		return errLater
	}
	err := s.shift()
	if isInUse(err) && s.file.end/2 <= s.limits.size {
		return errLater
	}
	return err
}

// patience is how long a process waits in all for one that does not finish
// rotating a file, and longestWait how long one event does.
const patience, longestWait = 100 * time.Millisecond, 25 * time.Millisecond

// lock locks the file. It returns errLater if another process has the lock and
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
			return nil, errLater
		}
		begin := time.Now()
		time.Sleep(pause)
		slept := time.Since(begin)
		waited += slept
		s.file.patience -= slept
	}
}

// shift gives the full file and the older ones their next name, the oldest
// first. If the process is killed meanwhile, a number is left out, no file lost,
// and the next rotation fills the gap.
func (s *Sink) shift() error {
	if err := s.removeBeyond(); err != nil {
		return err
	}
	if s.limits.keep == 0 {
		return removeFile(s.path)
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
// place. It is no error if somebody else has removed it.
func removeFile(path string) error {
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		return &fs.PathError{Op: "remove", Path: path, Err: errIrregular}
	}
	if err == nil {
		err = os.Remove(path)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
