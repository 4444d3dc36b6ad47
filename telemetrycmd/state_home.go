//go:build !wasip1

package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// stateHome returns the user's directory for state. Without a home directory
// there is none, although xdg would then name one below the root of the file
// system.
func stateHome() (string, error) {
	if _, err := os.UserHomeDir(); err != nil && !filepath.IsAbs(os.Getenv("XDG_STATE_HOME")) {
		return "", err
	}
	if !filepath.IsAbs(xdg.StateHome) {
		return "", errors.New("there is no directory for state: the home directory is not an absolute path")
	}
	return xdg.StateHome, nil
}
