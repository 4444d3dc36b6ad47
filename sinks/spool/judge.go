package spoolsink

import (
	"bytes"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// judge decides which lines are events to be sent.
type judge struct {
	limits   limits
	now      time.Time
	tool     *string // whose events are sent; nil is the first event's
	agedLeft int     // segments whose events may still be dropped for their age
}

// event returns the event of a line, or why it must not be sent. An event can be
// too old only if its segment is.
func (j *judge) event(line []byte, isOld bool) (telemetry.Event, DropReason) {
	e, err := telemetry.ParseEvent(line)
	switch {
	case err != nil && bytes.Contains(line, []byte(`"schema_version":`)):
		return e, DropSchema
	case err != nil || e.Name == "":
		return e, DropDamaged
	}
	if j.tool == nil {
		tool := e.Tool
		j.tool = &tool
	}
	switch {
	case e.Tool != *j.tool:
		return e, DropForeign
	case isOld && j.isOld(e.TimestampUTC):
		return e, DropAge
	}
	return e, ""
}

// oldest returns the time before which a segment was made whose events may be too
// old.
func (j *judge) oldest() time.Time {
	if j.limits.age == forever {
		return time.Time{}
	}
	return j.now.Add(-j.limits.age)
}

// isOld reports whether something of that time is too old to be sent.
func (j *judge) isOld(at time.Time) bool {
	age := j.now.Sub(at)
	// A time in the future says nothing: another clock stamped the event.
	return age > j.limits.age || age < -day
}

// mayDropAged reports whether events of the segment may be dropped for their age.
// A clock that jumps makes all events old at once; so one delivery drops those of
// a quarter of the segments only, and the others wait for the next ones.
func (j *judge) mayDropAged(seg *lease) bool {
	if !seg.aged {
		if j.agedLeft == 0 {
			return false
		}
		j.agedLeft--
		seg.aged = true
	}
	return true
}
