package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
)

// stateHome returns the user's state directory, as XDG defines it: on macOS beside
// the configuration, and on Windows %LOCALAPPDATA%, which does not roam to other
// machines. A relative path in the variable is ignored.
func stateHome() (string, error) {
	variable, below := "XDG_STATE_HOME", ".local/state"
	switch runtime.GOOS {
	case "darwin", "ios":
		below = "Library/Application Support"
	case "windows":
		variable = "LOCALAPPDATA"
	}
	if dir := os.Getenv(variable); filepath.IsAbs(dir) {
		return dir, nil
	}
	home, err := os.UserHomeDir()
	if err == nil && !filepath.IsAbs(home) {
		err = errors.New("its path is not absolute")
	}
	if err != nil {
		return "", fmt.Errorf("there is no home directory to keep files in: %w; set it", err)
	}
	return filepath.Join(home, filepath.FromSlash(below)), nil
}
