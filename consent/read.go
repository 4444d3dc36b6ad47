package consent

import (
	"errors"
	"io"
	"io/fs"
	"os"

	"github.com/optin-go/optin/telemetry"
)

// Read returns the decision recorded in the file at path. A missing file is the
// zero [Consent] and no error: nothing was decided. Read follows symbolic links,
// and writes nothing.
//
// Every error comes with the zero Consent. It is [telemetry.ErrSerde] if the file
// is not a record that this code understands entirely: over 4 KiB (no more is
// read), not TOML, of a newer version, without a version or a state, with a state
// or a time that is none, or with a key that differs from a known one only by
// case. Unknown keys are ignored. It is [telemetry.ErrIO] if the file cannot be
// opened or is not a regular file; one that would block, such as a FIFO, does not.
//
// A file that says yes must be the user's own: on Unix it is [telemetry.ErrIO] if
// another user owns it or may write to it, or if the process runs with another
// user's rights than those of the user who started it. A file that says no is
// heard whoever wrote it.
func Read(path string) (Consent, error) {
	const op = "read"
	if path == "" {
		return Consent{}, noPath(op)
	}
	data, info, err := readRegular(path)
	if errors.Is(err, fs.ErrNotExist) {
		return Consent{}, nil
	}
	if err != nil {
		return Consent{}, failed(telemetry.ErrIO, op, path, err)
	}
	c, err := decode(data)
	if err != nil {
		return Consent{}, failed(telemetry.ErrSerde, op, path, err)
	}
	if c.State == Enabled {
		if err := checkOwn(info); err != nil {
			return Consent{}, failed(telemetry.ErrIO, op, path, err)
		}
	}
	return c, nil
}

var (
	errNotRegular = errors.New("it is not a regular file")
	errDirectory  = errors.New("it is a directory, not a regular file; remove it")
)

// readRegular returns what the file at path holds, but at most one byte more
// than decode takes.
func readRegular(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|openNonblock, 0)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	if info.IsDir() {
		return nil, nil, errDirectory
	}
	if !info.Mode().IsRegular() {
		return nil, nil, errNotRegular
	}
	data, err := io.ReadAll(io.LimitReader(f, maxBytes+1))
	return data, info, err
}
