package ownfile

import "time"

// An ID tells one state of a file from another without reading the file. Compare
// IDs with ==. The zero ID is that of a missing file.
type ID struct {
	device, inode     uint64
	size              int64
	modified, changed int64 // in nanoseconds since 1970; changed is made on Windows
}

// Identify returns the ID of what is at path, and follows links. It is no error if
// there is nothing.
func Identify(path string) (ID, error) { return identify(path) }

// IsYoung reports whether the file changed so shortly before now that another
// change could leave it with the same ID: file systems count time in ticks of some
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
