package consent

import (
	"errors"
	"io/fs"
	"path/filepath"
	"sync"
	"syscall"

	"github.com/optin-go/optin/internal/ownfile"
)

// ownPath returns the user's own place for the tool's record: the one that
// [DefaultPath] names where no variable points elsewhere. It is found from the
// system's user database, which no variable and no project can change. It is "" if
// the user is not in there.
func ownPath(tool string) string {
	home := ownHome()
	if !filepath.IsAbs(home) {
		return ""
	}
	return filepath.Join(home, configDir, tool, fileName)
}

// ownHome is read once: neither the user nor the database's entry changes while the
// process runs.
var ownHome = sync.OnceValue(userHome)

// isOwn reports whether the record at path, which has this ID, is the one in the
// user's own place.
func isOwn(path, own string, id ownfile.ID) bool {
	if own == "" {
		return false
	}
	if filepath.Clean(path) == own {
		return true
	}
	at, err := ownfile.Identify(own) // a home directory may have two names
	return err == nil && at != ownfile.ID{} && at == id
}

// refusalAt returns the record at the user's own place if it says no, and the zero
// record if it does not, or if this process has no way to it. What is there and
// cannot be read may be a no, and is an error.
func refusalAt(own string) (record, error) {
	if own == "" {
		return record{}, nil
	}
	r, err := readRecord(own)
	switch {
	case outOfReach(err):
		return record{}, nil
	case r.untrusted, err == nil && r.State != Disabled:
		return record{id: r.id}, nil
	}
	return r, err
}

// outOfReach reports whether err says that this process has no way to a file: in a
// sandbox, or for a user whose home is no directory.
func outOfReach(err error) bool {
	return errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOTDIR)
}
