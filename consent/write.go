package consent

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/telemetry"
)

// Write records c in the file at path, and makes the directories that are
// missing. The file is for the current user alone (0600), and so are directories
// that Write makes (0700), whatever the umask; those that exist stay as they are.
//
// Write is atomic and durable: the record is written beside the file, synced, and
// renamed over it, so that a reader, another writer or a loss of power finds the
// old record or the new one, never a mix. Whatever was at path is replaced: a
// corrupt record, one of a newer version, or a symbolic link, but not what the
// link points to. A directory is not. Temporary files of writers that were killed
// are removed after an hour.
//
// A withdrawal does more. If c is not [Enabled] and there is no room for a new
// file, or no right to make one, Write overwrites the old record in place; if
// that fails as well, it removes the old record and returns an error. A yes
// outlasts a failed withdrawal only if the file can be neither written nor
// removed.
//
// Write does not ask whose home directory path is in: under sudo, a tool that
// writes makes files of root's there.
//
// An error is [telemetry.ErrConfig] if c cannot be stored such that [Read] gives
// it back: an unknown State, a DecidedAt outside the years 0 to 9999, a Notice or
// Key that is not UTF-8 or too long for a file of 4 KiB. It is [telemetry.ErrIO] if
// the file could not be written, or if it could and [ErrNotDurable] is in the error.
// A yes is not written where Read would refuse it. No temporary file is left behind.
func Write(path string, c Consent) error {
	const op = "write"
	if path == "" {
		return noPath(op)
	}
	data, err := encode(c)
	if err != nil {
		return failed(telemetry.ErrConfig, op, path, err)
	}
	err = replace(path, data, c.State)
	if err != nil && c.State != Enabled && !errors.Is(err, ErrNotDurable) {
		err = withdraw(path, data, err)
	}
	if err != nil {
		return failed(telemetry.ErrIO, op, path, err)
	}
	return nil
}

// replace puts a file with data in the place of the one at path.
func replace(path string, data []byte, state State) error {
	if err := owndir.Make(filepath.Dir(path), true); err != nil {
		return err
	}
	var o atomicfile.Options
	if state == Enabled {
		// A yes that Read refuses is not stored: in a directory that others may write
		// to, or on a file system without owners and modes.
		if err := checkDirectories(path); err != nil {
			return err
		}
		o.Accept = checkNew
	}
	atomicfile.Sweep(path)
	err := atomicfile.Replace(path, data, o)
	switch {
	case errors.Is(err, atomicfile.ErrNotSynced):
		return fmt.Errorf("it is saved, but %w", ErrNotDurable)
	case err != nil:
		if at, statErr := os.Lstat(path); statErr == nil && at.IsDir() {
			return errDirectory
		}
	}
	return err
}
