package ownfile

import "time"

// An ID identifies the state of a file without reading the file. Compare IDs
// with ==. The zero ID stands for a missing file.
type ID struct {
	device, inode     uint64
	size              int64
	modified, changed int64 // in nanoseconds since 1970; on Windows, changed is the creation time
}

// Identify returns the ID of the file at path. It follows links. A missing file is
// no error.
func Identify(path string) (ID, error) { return identify(path) }

// IsYoung reports whether the file changed so shortly before now that another
// change could leave the same ID. File systems count time in ticks of some
// milliseconds, or of one or two seconds.
func (id ID) IsYoung(now time.Time) bool {
	if id == (ID{}) {
		return false
	}
	tick := 100 * time.Millisecond
	if id.modified%int64(time.Second) == 0 && id.changed%int64(time.Second) == 0 {
		tick = 2100 * time.Millisecond
	}
	return now.UnixNano()-max(id.modified, id.changed) < int64(tick)
}
