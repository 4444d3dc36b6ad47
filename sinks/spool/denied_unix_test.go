//go:build unix

package spoolsink_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/internal/roletest"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func init() {
	roles["as nobody"] = nobodyRole
}

const nobody = 65534

// nobodyRole gives up root's rights, uses each directory and says how that went.
func nobodyRole(dirs []string) error {
	if os.Geteuid() == 0 {
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	for _, dir := range dirs {
		s := spoolsink.New(dir, new(receiver), nil)
		for _, err := range []error{s.Emit(context.Background(), event("one")), s.Flush(context.Background())} {
			switch {
			case err == nil:
				fmt.Println("done")
			case !errors.Is(err, telemetry.ErrIO):
				fmt.Println("not an I/O error:", err)
			case errors.Is(err, fs.ErrPermission):
				fmt.Println("permission denied")
			case strings.Contains(err.Error(), "another user"):
				fmt.Println("another user's")
			default:
				fmt.Println(err)
			}
		}
		if err := s.Close(); err != nil {
			return err
		}
	}
	return nil
}

func TestDirectoryOfAnotherUserIsRefused(t *testing.T) {
	root, err := os.MkdirTemp("", "f50") // not t.TempDir, whose parent only root may enter
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(root) })
	check(t, os.Chmod(root, 0o555))
	if os.Geteuid() != 0 {
		equal(t, "the process said", roletest.Start(t, "as nobody", filepath.Join(root, "new")).Ends(t), "permission denied\ndone\n")
		equal(t, "the process said", roletest.Start(t, "as nobody", "/").Ends(t), "another user's\nanother user's\n")
		return
	}
	theirs := filepath.Join(root, "theirs")
	check(t, os.Mkdir(theirs, 0o700))
	check(t, os.Chmod(theirs, 0o777))
	write(t, filepath.Join(theirs, "file"), "theirs")
	p := roletest.Start(t, "as nobody", filepath.Join(root, "new"), theirs)
	equal(t, "the process said", p.Ends(t), "permission denied\ndone\nanother user's\nanother user's\n")
	check(t, os.Remove(filepath.Join(theirs, "file")))
	wantEmpty(t, theirs)
}

// Events in a file of another user are not sent, though the directory is ours.
func TestSegmentOfAnotherUserIsNotSent(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("not root: nobody's file cannot be made")
		return
	}
	to := new(receiver)
	s, dir := open(t, to, nil)
	emit(t, s, "one")
	planted := filepath.Join(dir, spoolsink.SegmentName(1))
	write(t, planted, encoded(t, event("planted")))
	check(t, os.Chown(planted, nobody, nobody))
	deliver(t, s)
	equal(t, "delivered", to.got(), "one")
}

// The modes do not depend on the umask.
func TestUmask(t *testing.T) {
	for _, umask := range []int{0, 0o777} {
		before := syscall.Umask(umask)
		parent, err := os.MkdirTemp("", "umask")
		check(t, err)
		check(t, os.Chmod(parent, 0o700))
		t.Cleanup(func() { os.RemoveAll(parent) })
		dir := filepath.Join(parent, "state", "spool")
		s := reopen(t, dir, &receiver{answer: failing(1, errDown)}, nil)
		emit(t, s, "one")
		_ = s.Flush(t.Context())
		syscall.Umask(before)
		entries, err := os.ReadDir(dir)
		check(t, err)
		equal(t, "files", len(entries), 2)
		for _, entry := range entries {
			info, err := entry.Info()
			check(t, err)
			equal(t, entry.Name(), info.Mode(), 0o600)
		}
		for _, path := range []string{dir, filepath.Dir(dir)} {
			info, err := os.Lstat(path)
			check(t, err)
			equal(t, path, info.Mode().Perm(), 0o700)
		}
	}
}
