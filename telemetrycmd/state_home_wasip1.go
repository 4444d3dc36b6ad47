package telemetrycmd

import "errors"

// stateHome fails: a WASI program has no home directory, and xdg does not build
// for it.
func stateHome() (string, error) { return "", errors.New("there is no directory for state") }
