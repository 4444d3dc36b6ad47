package store

import (
	"errors"
	"fmt"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// What programs tell apart with [errors.Is].
var (
	// ErrFull is returned by Ingest and Delete when the disk is full or cannot be
	// written. Nothing of the call is kept; the same call can succeed later.
	ErrFull = errors.New("the disk is full or cannot be written")
	// ErrClosed is returned by all methods after Close.
	ErrClosed = errors.New("the store is closed")
	// ErrLocked is returned by Open when another process has the store open.
	ErrLocked = errors.New("another optin-server uses this directory; stop it, or choose another directory with --data")
	// ErrNewer is returned by Open for a store that a later version wrote.
	ErrNewer = errors.New("a newer optin-server wrote this store; run that version, or restore the backup that it made")
	// ErrDamaged is returned by Open and Check for a file that is no store or is
	// damaged.
	ErrDamaged = errors.New("the file is damaged or not a store; move it away and restore a backup, or start with an empty directory")
)

var errNoWindow = errors.New("not a window function")

// explained adds to an error of SQLite which of the errors above it is.
func explained(err error) error {
	var failure *sqlite.Error
	if err == nil || !errors.As(err, &failure) {
		return err
	}
	switch failure.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY:
		return fmt.Errorf("%w: %w", ErrFull, err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	return err
}
