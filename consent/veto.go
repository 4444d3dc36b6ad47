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
	// VetoDoNotTrack: DO_NOT_TRACK is set.
	VetoDoNotTrack VetoCode = "do_not_track"
	// VetoEnvOff: the tool's own variable is an off word, log, or a word
	// that is not understood.
	VetoEnvOff VetoCode = "env_off"
	// VetoCI: a CI system runs the process.
	VetoCI VetoCode = "ci"
	// VetoRecordUnreadable: the record cannot be found, read or understood.
	VetoRecordUnreadable VetoCode = "record_unreadable"
	// VetoRecordTooNew: newer software wrote the record.
	VetoRecordTooNew VetoCode = "record_too_new"
	// VetoDenied: the person refused. Detail is the path if the refusal
	// stands in the user's own place, and variables point elsewhere.
	VetoDenied VetoCode = "denied"
	// VetoUndecided: the person did not decide, or took the decision back. Detail
	// says so if there is a yes that is not known to be theirs.
	VetoUndecided VetoCode = "undecided"
	// VetoNoticeOutdated: the person accepted a notice that does not cover the
	// one that is now in force.
	VetoNoticeOutdated VetoCode = "notice_outdated"
)
