package consent

import (
	"os"
	"os/user"
	"strconv"
)

// configDir is the configuration directory in the user's home directory.
const configDir = "Library/Application Support"

// userHome returns the home directory that the system has for the user who runs this
// process, or "". Package os/user asks the system's library here, without cgo. Its
// function Current may believe the variable HOME.
func userHome() string {
	u, err := user.LookupId(strconv.Itoa(os.Getuid()))
	if err != nil {
		return ""
	}
	return u.HomeDir
}
