package consent

import (
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

const errNotDirectory = syscall.ENOTDIR

// userConfigDir returns the configuration directory in the home directory that the
// system has for the user who runs this process, or "". Package os/user asks the
// system's library here, without cgo. Its function Current may believe HOME.
func userConfigDir() string {
	u, err := user.LookupId(strconv.Itoa(os.Getuid()))
	if err != nil || u.HomeDir == "" {
		return ""
	}
	return filepath.Join(u.HomeDir, "Library", "Application Support")
}
