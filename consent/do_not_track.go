package consent

import "strings"

const doNotTrackVariable = "DO_NOT_TRACK"

// DoNotTrack reports whether value, that of the variable DO_NOT_TRACK, refuses.
// Only "", "0", "false", "no" and "off" do not; space around the word and its case
// do not matter. Pass "" for a variable that is not set.
//
// It outranks the tool's own variable. For one exception, run the command with an
// empty value: DO_NOT_TRACK= mytool.
func DoNotTrack(value string) bool {
	switch word(value) {
	case "", "0", "false", "no", "off":
		return false
	}
	return true
}

// word returns the value of a variable as all of them are compared: without the
// space around it, in lower case.
func word(value string) string { return strings.ToLower(strings.TrimSpace(value)) }
