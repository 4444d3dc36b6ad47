package consent

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// Amend records c in the place of old, which [Read] returned for path. Both must be
// refusals. If there is another decision at path by now, or none, Amend changes
// nothing: it overwrites the very file that holds old, so that a decision which
// replaces that file meanwhile is never lost.
//
// An error is [telemetry.ErrConfig] if c is no refusal or cannot be stored, and
// [telemetry.ErrIO] if the file cannot be overwritten, such as a link. It then holds
// old, or nothing that is a yes.
func Amend(path string, old, c Consent) error {
	const op = "amend"
	if path == "" {
		return noPath(op)
	}
	data, err := encode(c)
	if err == nil && (old.State != Disabled || c.State != Disabled) {
		err = errors.New("only a refusal may be amended, and only by a refusal")
	}
	if err != nil {
		return failed(telemetry.ErrConfig, op, path, err)
	}
	f, info, err := ownfile.Open(path, os.O_RDWR)
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, ownfile.ErrGone):
		return nil
	case err != nil:
		return failed(telemetry.ErrIO, op, path, err)
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	if err != nil {
		return failed(telemetry.ErrIO, op, path, err)
	}
	now, err := decode(text)
	if err != nil || now.State != old.State || now.Notice != old.Notice || !now.DecidedAt.Equal(old.DecidedAt) {
		return nil
	}
	if err := fill(f, info, data); err != nil {
		return failed(telemetry.ErrIO, op, path, err)
	}
	return nil
}
