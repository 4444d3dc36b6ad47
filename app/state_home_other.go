//go:build !unix

package app

import (
	"errors"
	"os"
	"path/filepath"
)

// stateHome returns the user's state directory: on Windows %LOCALAPPDATA%, which
// does not roam to other machines.
func stateHome() (string, error) {
	if dir := os.Getenv("LOCALAPPDATA"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil || !filepath.IsAbs(home) {
		return "", errors.New("there is no directory for state")
	}
	return filepath.Join(home, ".local", "state"), nil
}
