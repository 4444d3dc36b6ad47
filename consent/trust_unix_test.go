//go:build linux || darwin || freebsd

package consent_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// wantUntrusted fails the test unless the record at path is a yes that does not
// count, and the reason says all of want.
func wantUntrusted(t *testing.T, path string, want ...string) {
	t.Helper()
	d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
	wantKind(t, err, telemetry.ErrIO)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
	for _, text := range want {
		if !strings.Contains(d.Reason(), text) {
			t.Errorf("the reason is %q, want it to say %q", d.Reason(), text)
		}
	}
}

func wantOn(t *testing.T, path string) {
	t.Helper()
	d, err := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
	if err != nil {
		t.Error(err)
	}
	wantVetoes(t, d)
}

func chmod(t *testing.T, path string, mode os.FileMode) {
	t.Helper()
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// Who may rename in a directory can put back an earlier yes, which is the user's
// own file.
func TestYesInADirectoryOthersMayWrite(t *testing.T) {
	t.Cleanup(consent.SetPrivateGroup(-1))
	for _, depth := range []int{0, 1, 2} {
		top := t.TempDir()
		path := filepath.Join(top, "a", "b", "consent.toml")
		mustWrite(t, path, consent.Consent{State: consent.Enabled})
		wantOn(t, path)
		dir := path
		for range depth + 1 {
			dir = filepath.Dir(dir)
		}
		for mode, counts := range map[os.FileMode]bool{
			0o777: false, 0o770: false, 0o722: false, 0o702: false,
			0o755: true, 0o777 | os.ModeSticky: true,
		} {
			chmod(t, dir, mode)
			if counts {
				wantOn(t, path)
			} else {
				wantUntrusted(t, path, "its directory "+dir, "run chmod go-w on that directory")
			}
		}
		chmod(t, dir, 0o777)
		err := consent.Write(path, consent.Consent{State: consent.Enabled})
		wantKind(t, err, telemetry.ErrIO)
		if err == nil || errors.Is(err, consent.ErrNotDurable) || !strings.Contains(err.Error(), "run chmod go-w on that directory") {
			t.Errorf("storing a yes there: %v, want an error that says how to mend it", err)
		}
		mustWrite(t, path, consent.Consent{State: consent.Disabled})
		if got := mustRead(t, path).State; got != consent.Disabled {
			t.Errorf("a refusal there reads as %v", got)
		}
	}
}

// The user's private group is the user.
func TestDirectoryOfThePrivateGroup(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "consent.toml")
	if err := os.Chown(dir, -1, os.Getgid()); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	chmod(t, dir, 0o775)
	undo := consent.SetPrivateGroup(os.Getgid())
	wantOn(t, path)
	undo()
	t.Cleanup(consent.SetPrivateGroup(-1))
	wantUntrusted(t, path, "its directory "+dir)
}

// Above the user's home directory it is for the system to say who may write.
func TestDirectoriesAboveHomeAreNotLookedAt(t *testing.T) {
	top := t.TempDir()
	home := filepath.Join(top, "home")
	path := filepath.Join(home, "a", "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	chmod(t, top, 0o777)
	wantUntrusted(t, path, "its directory "+top)
	t.Cleanup(consent.SetOwnHome(home))
	wantOn(t, path)
	chmod(t, home, 0o777)
	wantUntrusted(t, path, "its directory "+home)
}

// Links are looked at where they are and where they lead.
func TestYesBehindLinks(t *testing.T) {
	open, private := t.TempDir(), t.TempDir()
	inOpen, inPrivate := filepath.Join(open, "consent.toml"), filepath.Join(private, "consent.toml")
	for _, path := range []string{inOpen, inPrivate} {
		mustWrite(t, path, consent.Consent{State: consent.Enabled})
	}
	chmod(t, open, 0o777)
	link := func(from, to string) string {
		t.Helper()
		if err := os.Symlink(to, from); err != nil {
			t.Fatal(err)
		}
		return from
	}
	relative, err := filepath.Rel(private, inOpen)
	if err != nil {
		t.Fatal(err)
	}
	for name, path := range map[string]string{
		"a link to the file":        link(filepath.Join(private, "1"), inOpen),
		"a relative one":            link(filepath.Join(private, "2"), relative),
		"one to the directory":      filepath.Join(link(filepath.Join(private, "3"), open), "consent.toml"),
		"one that others may move":  link(filepath.Join(open, "4"), inPrivate),
		"a directory of that kind":  filepath.Join(link(filepath.Join(open, "5"), private), "consent.toml"),
		"a link to such a link":     link(filepath.Join(private, "6"), filepath.Join(open, "4")),
		"the directory of the link": filepath.Join(private, "3", "4"),
	} {
		t.Log(name)
		wantUntrusted(t, path, "its directory "+open)
	}
	wantOn(t, link(filepath.Join(private, "7"), inPrivate))
	t.Chdir(private)
	wantOn(t, "consent.toml")
	t.Chdir(open)
	wantUntrusted(t, "consent.toml", "its directory")
}

// The attack, by another user's process: it takes the yes away before the user
// refuses, and puts it back afterwards. Only root can play both users.
func TestStolenYesIsPutBack(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can be two users")
	}
	dir := openDir(t)
	path := filepath.Join(dir, "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	chmod(t, dir, 0o777)
	output(t, "rename as nobody", path, path+".stolen")
	mustWrite(t, path, consent.Consent{State: consent.Disabled})
	output(t, "rename as nobody", path+".stolen", path)
	wantUntrusted(t, path, "its directory "+dir, "decide again")

	// In a directory of another user's it is no better, whatever its mode.
	chmod(t, dir, 0o755)
	if err := os.Chown(dir, nobody, nobody); err != nil {
		t.Fatal(err)
	}
	wantUntrusted(t, path, "its directory "+dir+" belongs to another user")
}
