//go:build unix && !darwin

package consent

import "os"

// configDir is the configuration directory in the user's home directory.
const configDir = ".config"

// userHome returns the home directory that the user database has for the user who
// runs this process, or "".
func userHome() string {
	_, _, home, _ := passwdOf(os.Getuid())
	return home
}
