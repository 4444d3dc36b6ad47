package app

import (
	"errors"
	"strconv"
)

// The exit codes of `mytool telemetry`.
const (
	exitDone     = 0
	exitFailed   = 1 // it failed, or was not saved
	exitWrongUse = 2
	exitRefused  = 3
)

// ExitError is the exit code of a [Verb] as an error, for frameworks whose commands
// return one. The Verb has printed its own message: do not print the ExitError.
type ExitError struct{ Code int }

// Error returns the code in words.
func (e *ExitError) Error() string { return "telemetry: exit code " + strconv.Itoa(e.Code) }

// ExitCode returns the code, for tools that look for this method.
func (e *ExitError) ExitCode() int { return e.Code }

// ExitCode returns the exit code for an error of the tool's commands: that of an
// [ExitError], and else that of [Config.ExitCode]. Without the latter, and of a nil App,
// it is 0 for nil, what the error's own method ExitCode() int returns if that is between
// 1 and 255, and 1 for every other error.
func (a *App) ExitCode(err error) int {
	var (
		own   *ExitError
		coded interface{ ExitCode() int }
	)
	switch {
	case errors.As(err, &own):
		return own.Code
	case a != nil && a.cfg.ExitCode != nil:
		return a.cfg.ExitCode(err)
	case err == nil:
		return exitDone
	case errors.As(err, &coded):
		const most = 255
		if code := coded.ExitCode(); code > 0 && code <= most {
			return code
		}
	}
	return exitFailed
}
