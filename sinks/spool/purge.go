package spoolsink

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/internal/kernellock"
	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

// Purge removes the queue in dir: every event that was queued, delivered or not,
// and every count. It needs no Sink, and works while others write and deliver,
// and with a damaged state. It removes only files of the queue's own, leaves the
// directory itself, and refuses a symbolic link in the directory's place. If dir
// does not exist, or is purged already, by another process at the same moment too,
// it does nothing and returns nil.
//
// After Purge has returned nil, no request with an event that was queued before
// is begun or still under way. So Purge waits for a request that had begun
// before, 10 seconds at most: it is the request of another process, or
// goroutine, which sends no further one. If it has not ended by then, because its
// process is stopped or its Exporter waits longer, Purge returns an error,
// although all events are removed. Purge must therefore not be called by the
// Exporter or [Options.Allowed]. Where the operating system has no lock that ends
// with its holder, Purge does not wait: see the package documentation.
//
// A Sink that has the queue open notices with its next event, which it writes
// to a new file.
//
// An error is a [telemetry.ErrIO]; what could be removed is.
func Purge(dir string) error {
	const op = "purge"
	dir, err := absolute(dir)
	if err != nil {
		return ioError(op, err)
	}
	switch info, err := os.Lstat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return ioError(op, err)
	case info.Mode()&fs.ModeSymlink != 0:
		return ioError(op, &fs.PathError{Op: "open", Path: dir, Err: owndir.ErrSymlink})
	case !info.IsDir():
		return ioError(op, &fs.PathError{Op: "open", Path: dir, Err: owndir.ErrNotDirectory})
	}
	err = purgeSegments(dir)
	// Whoever holds the lock looks for its segment before each request. When it is
	// free, there is none under way, and none to come.
	lock, lockErr := awaitDelivery(dir)
	if lock != nil {
		defer lock.release()
		lockErr = ownfile.Remove(filepath.Join(dir, deliveryName))
	}
	if err := errors.Join(err, lockErr); err != nil {
		return ioError(op, err)
	}
	return nil
}

// purgeSegments removes the segments, until none is left: one that is made
// meanwhile may hold an event from before.
func purgeSegments(dir string) error {
	const rounds = 100
	var errs []error
	for range rounds {
		names, err := segmentNames(dir, -1)
		if err != nil || len(names) == 0 {
			return err
		}
		errs = errs[:0]
		for _, name := range names {
			if err := purgeSegment(filepath.Join(dir, name)); err != nil {
				errs = append(errs, err)
			}
		}
		if len(errs) == len(names) {
			break
		}
	}
	return errors.Join(errs...)
}

// purgeSegment empties a segment and removes it. A process that has it open sees
// from its length that it is gone. If it has a second name, it is not emptied:
// that name is not the queue's.
func purgeSegment(path string) error {
	f, _, err := openOwn(path, os.O_RDWR)
	if err == nil {
		err = f.Truncate(0)
		_ = f.Close()
	}
	if err != nil && !isNothing(err) {
		_ = os.Truncate(path, 0) // needs no descriptor
	}
	return ownfile.Remove(path)
}

const (
	purgePatience = 10 * time.Second
	purgePause    = 2 * time.Millisecond
)

// awaitDelivery returns the delivery lock, or nil if there is none to take.
func awaitDelivery(dir string) (*deliveryLock, error) {
	begin := time.Now()
	for {
		lock, err := lockDelivery(dir, 0)
		switch {
		case err == nil:
			return lock, nil
		case errors.Is(err, fs.ErrNotExist) || errors.Is(err, ownfile.ErrGone):
			return nil, nil //nolint:nilnil // there is nothing to wait for, and nothing wrong
		case !errors.Is(err, kernellock.ErrBusy):
			return nil, err
		case time.Since(begin) >= purgePatience:
			return nil, errUnderWay
		}
		time.Sleep(purgePause)
	}
}
