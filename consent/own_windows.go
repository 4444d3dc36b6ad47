package consent

import (
	"path/filepath"
	"syscall"
)

const errNotDirectory = syscall.ENOTDIR

// userConfigDir returns the configuration directory in the profile that Windows has
// for the user who runs this process, or "".
func userConfigDir() string {
	token, err := syscall.OpenCurrentProcessToken()
	if err != nil {
		return ""
	}
	defer token.Close()
	dir, err := token.GetUserProfileDirectory()
	if err != nil || dir == "" {
		return ""
	}
	return filepath.Join(dir, "AppData", "Roaming")
}
