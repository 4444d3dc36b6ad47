package consent

import (
	"errors"
	"io/fs"
	"os"

	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// ErrNotDurable is in the error of a [Write] or [Reset] that did what it should, but
// could not make sure that it survives a loss of power. Say that it is done.
var ErrNotDurable = errors.New("a loss of power may undo it")

var errDirectory = errors.New("it is a directory, not a regular file; remove it")

// failed returns the error of an operation on the file at path. The path is said
// once, so those that err brings along are taken off.
func failed(kind telemetry.ErrorKind, op, path string, err error) error {
	return &telemetry.Error{Kind: kind, Op: "consent: " + op + " " + path, Err: cause(err)}
}

// cause returns what is wrong, without the path at which it is.
func cause(err error) error {
	switch err := err.(type) { //nolint:errorlint // what is wrapped deeper keeps its path
	case *telemetry.Error:
		if err.Err != nil {
			return err.Err
		}
	case *fs.PathError:
		if errors.Is(err.Err, ownfile.ErrDirectory) {
			return errDirectory
		}
		return err.Err
	case *os.LinkError:
		return err.Err
	}
	return err
}

// noPath returns the error of an operation on no file at all: an empty path must
// not pass for a missing file.
func noPath(op string) error {
	return &telemetry.Error{
		Kind: telemetry.ErrConfig,
		Op:   "consent: " + op,
		Err:  errors.New("path is empty; set it, usually to that of DefaultPath"),
	}
}
