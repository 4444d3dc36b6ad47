//go:build !unix

package app

import (
	"errors"
	"os"
	"path/filepath"
)

// stateHome returns the user's directory for state: %LOCALAPPDATA% on Windows, which
// does not follow the user to other machines.
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
