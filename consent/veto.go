package consent

// Veto is one thing that keeps collection off.
type Veto struct {
	// Code says what it is. Programs act on it.
	Code VetoCode
	// Detail says which one, or how: the name of the variable, or what is wrong
	// with the record. It is for people, may change, may be empty, and never
	// holds a variable's value.
	Detail string
}

// VetoCode names a reason to stay off. The words are stable: scripts compare them.
type VetoCode string

// The codes, most important first.
const (
	// VetoDoNotTrack is that DO_NOT_TRACK is set.
	VetoDoNotTrack VetoCode = "do_not_track"
	// VetoEnvOff is that the tool's own variable is an off word, log, or a word
	// that is not understood.
	VetoEnvOff VetoCode = "env_off"
	// VetoCI is that a CI system runs the process.
	VetoCI VetoCode = "ci"
	// VetoRecordUnreadable is that the record cannot be found, read or understood.
	VetoRecordUnreadable VetoCode = "record_unreadable"
	// VetoRecordTooNew is that newer software wrote the record.
	VetoRecordTooNew VetoCode = "record_too_new"
	// VetoDenied is that the person refused.
	VetoDenied VetoCode = "denied"
	// VetoUndecided is that the person did not decide, or took the decision back.
	VetoUndecided VetoCode = "undecided"
	// VetoNoticeOutdated is that the person accepted another notice than the one
	// that is now in force.
	VetoNoticeOutdated VetoCode = "notice_outdated"
)
