package app

import "strconv"

// The exit codes of `mytool telemetry`.
const (
	exitDone     = 0
	exitFailed   = 1 // it failed, or was not saved
	exitWrongUse = 2
	exitRefused  = 3
)

// ExitError carries the exit code of a [Verb], for frameworks whose commands return
// an error. The Verb has printed its own message: do not print the ExitError.
type ExitError struct{ Code int }

// Error returns the code in words.
func (e *ExitError) Error() string { return "telemetry: exit code " + strconv.Itoa(e.Code) }

// ExitCode returns the code, for tools that look for this method.
func (e *ExitError) ExitCode() int { return e.Code }
