package consent

import (
	"errors"
	"io/fs"

	"github.com/optin-go/optin/internal/ownfile"
	"github.com/optin-go/optin/telemetry"
)

// A record is the file of a decision as it was found.
type record struct {
	Consent
	id        ownfile.ID
	untrusted bool // it says yes, and could be another user's word
}

// readRecord reads the file at path. A missing file is the zero record and no
// error. The ID is that of the very file that was read.
func readRecord(path string) (record, error) {
	const op = "read"
	if path == "" {
		return record{}, noPath(op)
	}
	data, meta, err := ownfile.Read(path, maxBytes+1, true)
	r := record{id: meta.ID}
	if errors.Is(err, fs.ErrNotExist) {
		return r, nil
	}
	if err != nil {
		return r, failed(telemetry.ErrIO, op, path, err)
	}
	c, err := decode(data)
	if err != nil {
		return r, failed(telemetry.ErrSerde, op, path, err)
	}
	if c.State == Enabled {
		if err := checkTrust(path, meta); err != nil {
			r.untrusted = true
			return r, failed(telemetry.ErrIO, op, path, err)
		}
	}
	r.Consent = c
	return r, nil
}
