package app

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
)

// stateHome returns the user's state directory, as XDG defines it: on macOS beside
// the configuration, and on Windows %LOCALAPPDATA%, which does not roam to other
// machines. A relative path in the variable is ignored.
func stateHome() (string, error) {
	variable, below, usual := "XDG_STATE_HOME", ".local/state", "HOME"
	switch runtime.GOOS {
	case "darwin", "ios":
		below = "Library/Application Support"
	case "windows":
		variable, usual = "LOCALAPPDATA", "LOCALAPPDATA"
	case "plan9":
		usual = "home"
	}
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	switch {
	case err != nil:
		return "", errors.New("there is no home directory; set " + usual)
	case !filepath.IsAbs(home):
		return "", errors.New(usual + " is not an absolute path; set it to one")
	}
	return filepath.Join(home, filepath.FromSlash(below)), nil
}
