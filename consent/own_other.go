//go:build !unix && !windows

package consent

import "errors"

var errNotDirectory = errors.New("not a directory")

// userConfigDir returns "": there is no user database here.
func userConfigDir() string { return "" }
