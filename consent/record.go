package consent

import (
	"errors"
	"io/fs"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// A record is the file of a decision as it was found.
type record struct {
	Consent
	id  recordID
	own error // why a yes in the file is not the user's own word; nil if it is
}

// recordID tells one state of a file from another without reading it. The zero
// value is that of a missing file.
type recordID struct {
	device, inode     uint64
	size              int64
	modified, changed int64 // in nanoseconds since 1970
}

// isYoung reports whether the file's times are too close to now to tell two
// changes apart: file systems count in ticks of some milliseconds, and old ones in
// seconds.
func (id recordID) isYoung(now time.Time) bool {
	if id == (recordID{}) {
		return false
	}
	tick := 100 * time.Millisecond
	if id.modified%int64(time.Second) == 0 && id.changed%int64(time.Second) == 0 {
		tick = 2100 * time.Millisecond
	}
	return now.UnixNano()-max(id.modified, id.changed) < int64(tick)
}

// readRecord reads the file at path. A missing file is the zero record and no
// error. The ID is that of the very file that was read; it is known with an error
// too, unless the file could not be opened.
func readRecord(path string) (record, error) {
	const op = "read"
	if path == "" {
		return record{}, noPath(op)
	}
	data, file, err := readRegular(path)
	r := record{id: file.id}
	if errors.Is(err, fs.ErrNotExist) {
		return record{}, nil
	}
	if err != nil {
		return r, failed(telemetry.ErrIO, op, path, err)
	}
	if r.Consent, err = decode(data); err != nil {
		return r, failed(telemetry.ErrSerde, op, path, err)
	}
	if r.State == Enabled {
		r.own = file.checkOwn()
	}
	if r.own != nil {
		r.Consent = Consent{}
		return r, failed(telemetry.ErrIO, op, path, r.own)
	}
	return r, nil
}
