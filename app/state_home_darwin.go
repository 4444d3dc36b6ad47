package app

import (
	"errors"
	"os"
	"path/filepath"
)

// stateHome returns the user's state directory.
func stateHome() (string, error) {
	if dir := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", err
	}
	if !filepath.IsAbs(home) {
		return "", errors.New("there is no directory for state: the home directory is not an absolute path")
	}
	return filepath.Join(home, "Library", "Application Support"), nil
}
