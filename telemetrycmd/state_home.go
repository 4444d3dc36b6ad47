//go:build !wasip1

package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/adrg/xdg"
)

// stateHome returns the user's directory for state. Without a home directory
// there is none, although xdg would name one in the file system's root.
func stateHome() (string, error) {
	if _, err := os.UserHomeDir(); err != nil && os.Getenv("XDG_STATE_HOME") == "" {
		return "", err
	}
	if !filepath.IsAbs(xdg.StateHome) {
		return "", errors.New("there is no directory for state")
	}
	return xdg.StateHome, nil
}
