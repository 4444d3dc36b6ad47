package telemetrycmd

import "errors"

// The exit codes of the command "telemetry".
const (
	exitDone     = 0
	exitFailed   = 1 // it failed, or was not saved
	exitWrongUse = 2
	exitRefused  = 3
)

// exitError is an error of the command "telemetry" that has been printed already.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// ExitCode returns the code that the tool should exit with, for tools that do not
// use [App.Main].
func (e *exitError) ExitCode() int { return e.code }

// exitCode returns the exit code for an error of root.
func (a *App) exitCode(err error) int {
	var own *exitError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &own):
		return own.code
	case a != nil && a.cfg.ExitCode != nil:
		return a.cfg.ExitCode(err)
	}
	return exitFailed
}
