package consent

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

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
// are removed.
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
// it back: an unknown State, a DecidedAt outside the years 0 to 9999, a Notice
// that is not UTF-8 or too long for a file of 4 KiB. It is [telemetry.ErrIO] if
// the file could not be written. No temporary file is left behind.
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
	if err != nil && c.State != Enabled {
		err = withdraw(path, data, err)
	}
	if err != nil {
		return failed(telemetry.ErrIO, op, path, err)
	}
	return nil
}

// replace puts a file with data in the place of the one at path.
func replace(path string, data []byte, state State) error {
	dir := filepath.Dir(path)
	if err := makePrivate(dir); err != nil {
		return err
	}
	sweep(dir)
	f, err := createTemp(dir)
	if err != nil {
		return err
	}
	err = fill(f, data, state)
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err == nil {
		err = rename(f.Name(), path)
	}
	if err != nil {
		os.Remove(f.Name())
		if at, statErr := os.Lstat(path); statErr == nil && at.IsDir() {
			return errDirectory
		}
		return err
	}
	return syncDir(dir)
}

// fill writes data to the new file f, and makes sure that it stays there.
func fill(f *os.File, data []byte, state State) error {
	// The mode at creation was 0600 less the umask. This gives back what the
	// umask took, and may fail: the file is not less private without it.
	_ = f.Chmod(0o600)
	if _, err := f.Write(data); err != nil {
		return err
	}
	if state == Enabled {
		// A file system without owners and modes would keep a yes that Read refuses.
		info, err := f.Stat()
		if err != nil {
			return err
		}
		if err := checkOwnInfo(info); err != nil {
			return err
		}
	}
	return f.Sync()
}

// makePrivate makes dir, and what is missing above it, for the current user
// alone. It is not [os.MkdirAll], which a umask of 0777 keeps out of its own
// directories, and which syncs none of them.
func makePrivate(dir string) error {
	info, err := os.Stat(dir)
	if err == nil && !info.IsDir() {
		return errors.New("the directory's path is that of a file")
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	parent := filepath.Dir(dir)
	if parent == dir {
		return err
	}
	if err := makePrivate(parent); err != nil {
		return err
	}
	err = os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) {
		return nil // by another process, just now
	}
	if err != nil {
		return err
	}
	_ = os.Chmod(dir, 0o700) //nolint:gosec // a directory needs the execute bit
	return syncDir(parent)
}
