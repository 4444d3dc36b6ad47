//go:build unix && !aix && !solaris

package filesink_test

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
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func init() {
	roles["emit as nobody"] = emitAsNobodyRole
}

const nobody = 65534

// emitAsNobodyRole gives up root's rights, emits to each path and says how that
// went.
func emitAsNobodyRole(paths []string) error {
	if os.Geteuid() == 0 {
		if err := errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody)); err != nil {
			return err
		}
	}
	for _, path := range paths {
		sink := filesink.New(path, nil)
		err := sink.Emit(context.Background(), telemetry.Event{Name: "one"})
		switch {
		case err == nil:
			fmt.Println("written")
		case !errors.Is(err, telemetry.ErrIO):
			fmt.Println("not an I/O error:", err)
		case errors.Is(err, fs.ErrPermission):
			fmt.Println("permission denied")
		case strings.Contains(err.Error(), "another user"):
			fmt.Println("another user's")
		default:
			fmt.Println(err)
		}
		if err := sink.Close(); err != nil {
			return err
		}
	}
	return nil
}

func TestPermissionDeniedIsAnError(t *testing.T) {
	// Not t.TempDir, whose parent only root may enter.
	dir, err := os.MkdirTemp("", "f14")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o555))
	readOnly := filepath.Join(dir, "file")
	if os.Geteuid() == 0 {
		write(t, readOnly, "theirs\n")
		check(t, os.Chmod(readOnly, 0o444))
	}
	p := roletest.Start(t, "emit as nobody", filepath.Join(dir, "new"), filepath.Join(dir, "sub", "new"), readOnly)
	want := strings.Repeat("permission denied\n", 3)
	if got := p.Ends(t); got != want {
		t.Errorf("the process said %q, want %q", got, want)
	}
}

func TestFileOfAnotherUserIsRefused(t *testing.T) {
	if os.Geteuid() != 0 {
		// Only root can give a file away. Others can be given one that all may write.
		t.Log("not root: the file of another user is one that may not be written")
		wantRefused(t, "/etc/passwd", "/etc/passwd", "")
		return
	}
	dir, err := os.MkdirTemp("", "f14")
	check(t, err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	check(t, os.Chmod(dir, 0o755))
	theirs, everybodys := filepath.Join(dir, "theirs"), filepath.Join(dir, "everybodys")
	write(t, theirs, "theirs\n")
	check(t, os.Chown(theirs, nobody, nobody))
	wantRefused(t, theirs, theirs, "another user")

	write(t, everybodys, "root's\n")
	check(t, os.Chmod(everybodys, 0o666))
	p := roletest.Start(t, "emit as nobody", everybodys)
	if got := p.Ends(t); got != "another user's\n" {
		t.Errorf("the process said %q", got)
	}
	if got := content(t, everybodys); got != "root's\n" {
		t.Errorf("the file holds %q", got)
	}
}
