package telemetrycmd

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// unusable says why the directory for state cannot be used by this user, or ""
// if it can be used or made. It only looks.
func (p paths) unusable() string {
	if p.stateErr != nil {
		return p.stateErr.Error()
	}
	for dir := p.state; ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		switch {
		case errors.Is(err, fs.ErrNotExist) && dir != filepath.Dir(dir):
			continue // it would be made
		case err != nil:
			return err.Error()
		case !info.IsDir():
			return dir + " is not a directory"
		case !writable(dir):
			return dir + " cannot be written"
		case dir == p.state && !ownedByUser(info):
			return dir + " belongs to another user"
		}
		return ""
	}
}
