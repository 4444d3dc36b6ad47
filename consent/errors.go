package consent

import (
	"errors"
	"io/fs"
	"os"

	"github.com/optin-go/optin/telemetry"
)

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
