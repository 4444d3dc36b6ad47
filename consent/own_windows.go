package consent

import "syscall"

// configDir is the configuration directory in the user's profile.
const configDir = `AppData\Roaming`

// userHome returns the profile that Windows has for the user who runs this process,
// or "".
func userHome() string {
	token, err := syscall.OpenCurrentProcessToken()
	if err != nil {
		return ""
	}
	defer token.Close()
	dir, err := token.GetUserProfileDirectory()
	if err != nil {
		return ""
	}
	return dir
}
