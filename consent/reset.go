package consent

import (
	"errors"
	"fmt"
	"io/fs"

	"github.com/optin-go/optin/internal/atomicfile"
	"github.com/optin-go/optin/telemetry"
)

// Reset removes the file at path, so that nothing is decided any more. It is
// idempotent: a missing file is not an error. It removes a corrupt record and one
// of a newer version too, a symbolic link but not what it points to, and the
// temporary files that killed writers left more than an hour ago. It does not remove directories.
//
// An error is [telemetry.ErrIO]: the file is still there, or may come back after
// a loss of power; [ErrNotDurable] is in the second. If it can be written, a yes in
// it was overwritten.
func Reset(path string) error {
	const op = "reset"
	if path == "" {
		return noPath(op)
	}
	atomicfile.Sweep(path)
	err := remove(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if errors.Is(err, ErrNotDurable) {
		return failed(telemetry.ErrIO, op, path, err)
	}
	if undecided, encodeErr := encode(Consent{}); encodeErr == nil && overwrite(path, undecided) == nil {
		err = fmt.Errorf("%w; the file is still there, but it says that nothing is decided", cause(err))
	}
	return failed(telemetry.ErrIO, op, path, err)
}
