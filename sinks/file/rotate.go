package filesink

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/internal/rotated"
)

var (
	// errLater and errRotated mean that there is nothing to rotate: write on,
	// or open the file that is at path now.
	errLater   = errors.New("the file cannot be rotated at the moment")
	errRotated = errors.New("the file was rotated by another process")

	errNoLock = errors.New("the file is full, and cannot be rotated safely on this file system; remove it")
)

// rotate moves the full file aside and opens a new one, unless another process
// has done so.
//
// The lock is on the file itself, so it ends with its holder. The holder checks
// that the file is still the one at path; if not, another process has rotated
// already. Only the last step moves the file away from path, and before it
// nobody can find another file there to lock. So one process at a time renames.
// The file being rotated loses nothing: others may write on.
//
// If the file cannot be rotated, rotate returns an error and the file takes no
// more events: the user was promised a bound. Windows cannot rotate a file in
// use, so there the error comes only at twice the bound.
func (s *Sink) rotate(ctx context.Context) error {
	err := s.lock(ctx)
	if err == nil {
		err = s.rotateLocked()
		kernellock.Unlock(s.file.File)
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
		// The file was truncated from outside. Only full files may go: see
		// Sink.append.
		return errLater
	}
	err := s.shift()
	if ownfile.InUse(err) && s.file.end/2 <= s.limits.size {
		return errLater
	}
	return err
}

// lock locks the file. It returns errLater if another process holds the lock
// and this one should write on, and errRotated if that process has finished.
//
// It waits only when the file exceeds its bound: on a busy machine the rotating
// process may not run for a while. It does not wait long: a stopped process
// keeps its lock.
func (s *Sink) lock(ctx context.Context) error {
	const pause = 250 * time.Microsecond
	var waited time.Duration
	for {
		err := kernellock.Try(s.file.File)
		switch {
		case errors.Is(err, kernellock.ErrNone):
			return errNoLock
		case !errors.Is(err, kernellock.ErrBusy):
			return err
		case !s.file.isAt(s.path):
			return errRotated
		case s.file.end <= s.limits.size || waited >= longestWait || s.file.patience <= 0 || ctx.Err() != nil:
			return errLater
		}
		begin := time.Now()
		time.Sleep(pause)
		slept := time.Since(begin)
		waited += slept
		s.file.patience -= slept
	}
}

// shift renames the full file and the older ones to their next number, the
// oldest first. If the process is killed meanwhile, a number is left out but no
// file is lost. The next rotation fills the gap.
func (s *Sink) shift() error {
	for _, older := range rotated.Beyond(s.path, s.limits.keep) {
		if err := ownfile.Remove(older); err != nil {
			return err
		}
	}
	if s.limits.keep == 0 {
		return ownfile.Remove(s.path)
	}
	free := 1
	for ; free < s.limits.keep; free++ {
		taken, err := rotated.Exists(rotated.Name(s.path, free))
		if err != nil {
			return err
		}
		if !taken {
			break
		}
	}
	if err := ownfile.Remove(rotated.Name(s.path, free)); err != nil {
		return err
	}
	for ; free > 0; free-- {
		// Without retries: a later event rotates a file that is in use.
		if err := os.Rename(rotated.Name(s.path, free-1), rotated.Name(s.path, free)); err != nil {
			return err
		}
	}
	return nil
}
