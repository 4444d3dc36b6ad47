package consent

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/internal/owndir"
	"github.com/optin-go/optin/internal/ownfile"
)

// withdraw ends a yes at path that could not be replaced because of err. It
// returns nil if the file at path now holds refusal, and otherwise err with what
// became of the file.
func withdraw(path string, refusal []byte, err error) error {
	// A refusal that is there already is better than what follows. A record that
	// cannot be read is none: newer software may find a yes in it.
	if current, readErr := Read(path); readErr == nil && current.State != Enabled {
		return err
	}
	if overwrite(path, refusal) == nil {
		return nil
	}
	if removed := remove(path); removed == nil || errors.Is(removed, ErrNotDurable) {
		return fmt.Errorf("%w; the old record was removed instead, so telemetry is off, but your refusal is not stored", cause(err))
	}
	return err
}

// overwrite writes data into the file at path: it needs no room on a full disk
// that overwrites in place, and no right to the directory. If it fails halfway,
// the file is left empty if possible.
//
// Whoever reads meanwhile finds the beginning of data and the end of the old
// record, which is not a yes when data is a refusal: the state comes first.
func overwrite(path string, data []byte) error {
	f, info, err := ownfile.Open(path, os.O_RDWR)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.Write(data)
	if err == nil {
		err = f.Truncate(int64(len(data)))
	}
	if err != nil {
		_ = f.Truncate(0)
		return err
	}
	_ = ownfile.MakePrivate(f, info)
	return f.Sync()
}

// remove removes the file at path, for good, or the link: unlike [os.Remove], no
// directory, not even an empty one.
func remove(path string) error {
	info, err := os.Lstat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		return errDirectory
	case info.Mode().IsRegular():
		err = ownfile.Remove(path)
	default:
		err = os.Remove(path)
	}
	if err != nil {
		return err
	}
	if owndir.Sync(filepath.Dir(path)) != nil {
		return fmt.Errorf("it is removed, but %w", ErrNotDurable)
	}
	return nil
}
