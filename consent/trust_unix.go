//go:build unix

package consent

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"

	"github.com/optin-go/optin/internal/ownfile"
)

// checkTrust returns why the yes in the file at path could be another user's word,
// or nil.
func checkTrust(path string, file ownfile.Meta) error {
	if err := checkOwner(file.Owner, file.Group, file.Perm); err != nil {
		return err
	}
	return checkDirectories(path)
}

// checkOwner judges a file by its owner, group and mode.
func checkOwner(owner, group int, perm fs.FileMode) error {
	switch {
	case owner != os.Geteuid() || owner != os.Getuid():
		return errors.New("it belongs to another user, so its yes does not count")
	case othersMayWrite(perm, group):
		return errors.New("other users may write to it, so its yes does not count; run chmod go-w on it, or enable again")
	}
	return nil
}

// checkNew judges a file that is about to become the record.
func checkNew(info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return errors.New("its owner cannot be told")
	}
	return checkOwner(int(stat.Uid), int(stat.Gid), info.Mode().Perm())
}

// maxLinks bounds the symbolic links that are followed to a record.
const maxLinks = 40

// checkDirectories returns why others could put another file in the place of the one
// at path, or nil: an earlier yes of the user's own, say, in that of a refusal. It
// looks at directories as ssh does: each one up to the user's home directory, or to
// the root, must belong to the user or to root, and be writable by nobody else. A
// directory whose entries only their owners may move, such as /tmp, is one that only
// its owner may write. Links are looked at where they are and where they lead.
func checkDirectories(path string) error {
	if runtime.GOOS == "android" {
		return nil // the system's directories belong to its own users; each app has a user
	}
	path, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	return checkAbove(path, ownHome(), maxLinks)
}

func checkAbove(path, home string, links int) error {
	for at := path; ; at = filepath.Dir(at) {
		info, err := os.Lstat(at)
		if errors.Is(err, fs.ErrNotExist) && at == path {
			continue // a record that is yet to be written
		}
		if err != nil {
			return err
		}
		switch {
		case info.Mode()&fs.ModeSymlink != 0:
			target, err := os.Readlink(at)
			if err != nil {
				return err
			}
			if !filepath.IsAbs(target) {
				target = filepath.Join(filepath.Dir(at), target)
			}
			if links == 0 {
				return syscall.ELOOP
			}
			if err := checkAbove(target, home, links-1); err != nil {
				return err
			}
		case info.IsDir():
			if err := checkDirectory(at, info); err != nil {
				return err
			}
		}
		if at == home || at == filepath.Dir(at) {
			return nil
		}
	}
}

func checkDirectory(dir string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !ok || stat.Uid != 0 && int(stat.Uid) != os.Getuid():
		return errors.New("its directory " + dir + " belongs to another user, who could replace the file, so its yes does not count; use another configuration directory")
	case info.Mode()&fs.ModeSticky == 0 && othersMayWrite(info.Mode().Perm(), int(stat.Gid)):
		return errors.New("other users may write to its directory " + dir + ", so its yes does not count; run chmod go-w on that directory, and decide again")
	}
	return nil
}

// othersMayWrite reports whether another user than the owner may write to what has
// this mode and group. A group that has no other member than the user, as many
// systems give to each user, is the user.
func othersMayWrite(perm fs.FileMode, group int) bool {
	return perm&0o002 != 0 || perm&0o020 != 0 && group != privateGroup()
}
