//go:build linux || darwin || freebsd

package consent_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// A reader that waited for the FIFO's writer would make this test time out.
func TestF24FilesThatWouldBlock(t *testing.T) {
	fifo := filepath.Join(t.TempDir(), "consent.toml")
	if err := syscall.Mkfifo(fifo, 0o600); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "consent.toml")
	if err := os.Symlink(fifo, link); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{fifo, link, "/dev/zero", "/dev/null"} {
		c, err := consent.Read(path)
		wantKind(t, err, telemetry.ErrIO)
		if c != (consent.Consent{}) {
			t.Errorf("Read gives %+v for %s, want the zero Consent", c, path)
		}
	}
	mustWrite(t, fifo, consent.Consent{State: consent.Disabled})
	if got := mustRead(t, fifo); got.State != consent.Disabled {
		t.Errorf("after a refusal in the FIFO's place, the state is %v", got.State)
	}
}

// People keep their dot files elsewhere and link to them.
func TestF28Links(t *testing.T) {
	elsewhere, home := t.TempDir(), t.TempDir()
	setHome(t, home)
	path, err := consent.DefaultPath("mytool")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(filepath.Dir(path)), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, filepath.Dir(path)); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	resolver := consent.Resolver{Tool: "mytool", LookupEnv: noVariables}
	if d, err := resolver.Resolve(); err != nil || d.Policy != telemetry.Enabled {
		t.Errorf("in a linked directory, %v, %v; want enabled", d, err)
	}

	// Read follows a link to the file; Write replaces the link, not its target.
	target := filepath.Join(elsewhere, "target.toml")
	if err := os.Rename(path, target); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if d, err := resolver.Resolve(); err != nil || d.Policy != telemetry.Enabled {
		t.Errorf("through a link to the file, %v, %v; want enabled", d, err)
	}
	mustWrite(t, path, consent.Consent{State: consent.Disabled})
	if got := mustRead(t, path).State; got != consent.Disabled {
		t.Errorf("after disabling through a link, the state is %v", got)
	}
	if got := mustRead(t, target).State; got != consent.Enabled {
		t.Errorf("the link's target became %v, want it untouched", got)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	if err := consent.Reset(path); err != nil {
		t.Error(err)
	}
	if got := mustRead(t, target).State; got != consent.Enabled {
		t.Errorf("Reset made the link's target %v, want it untouched", got)
	}

	// A link to nothing is a missing file; one to itself is an error.
	for to, want := range map[string]consent.VetoCode{
		filepath.Join(elsewhere, "nothing"): consent.VetoUndecided,
		path:                                consent.VetoRecordUnreadable,
	} {
		if err := os.Symlink(to, path); err != nil {
			t.Fatal(err)
		}
		d, _ := resolver.Resolve()
		wantVetoes(t, d, want)
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// Whoever can write the file could have opted somebody else in.
func TestYesInAFileOthersMayWrite(t *testing.T) {
	for mode, wantOn := range map[os.FileMode]bool{
		0o600: true, 0o400: true, 0o644: true, 0o700: true,
		0o620: false, 0o660: false, 0o664: false, 0o602: false, 0o666: false, 0o777: false,
	} {
		for _, state := range []consent.State{consent.Enabled, consent.Disabled, consent.Unset} {
			path := filepath.Join(t.TempDir(), "consent.toml")
			mustWrite(t, path, consent.Consent{State: state})
			if err := os.Chmod(path, mode); err != nil {
				t.Fatal(err)
			}
			c, err := consent.Read(path)
			if state == consent.Enabled && !wantOn {
				wantKind(t, err, telemetry.ErrIO)
				if c != (consent.Consent{}) {
					t.Errorf("mode %v: Read gives %+v, want the zero Consent", mode, c)
				}
			} else if err != nil || c.State != state {
				t.Errorf("mode %v: Read gives %v, %v; want %v", mode, c.State, err, state)
			}
			d, _ := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
			if on := d.Policy == telemetry.Enabled; on != (state == consent.Enabled && wantOn) {
				t.Errorf("mode %v, %v: resolved to %v", mode, state, d.Policy)
			}
		}
	}
}

// As root, the file is root's and its reader another user. Otherwise the file's
// owner reads what root owns, of which every system has some.
func TestYesInAFileOfAnotherUser(t *testing.T) {
	if os.Getuid() != 0 {
		info, err := os.Stat("/etc/passwd")
		if err != nil {
			t.Fatal(err)
		}
		if err := consent.CheckOwn(info); err == nil {
			t.Error("a file of root's counts as one's own")
		}
		return
	}
	for state, want := range map[consent.State]string{
		consent.Enabled:  "disabled the record of your decision cannot be read: it belongs to another user",
		consent.Disabled: "disabled you disabled it",
	} {
		dir := openDir(t)
		path := filepath.Join(dir, "consent.toml")
		mustWrite(t, path, consent.Consent{State: state})
		if err := os.Chmod(path, 0o644); err != nil {
			t.Fatal(err)
		}
		if got := output(t, "resolve as nobody", path); !strings.HasPrefix(got, want) {
			t.Errorf("another user's file that says %v: %q, want %q", state, got, want)
		}
		// And the other way round: root, as in sudo with the user's home.
		if err := os.Chown(path, nobody, nobody); err != nil {
			t.Fatal(err)
		}
		d, _ := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
		if got := d.Policy.String() + " " + d.Reason(); !strings.HasPrefix(got, want) {
			t.Errorf("root, and a user's file that says %v: %q, want %q", state, got, want)
		}
	}
}

func TestF24PermissionDenied(t *testing.T) {
	path := filepath.Join(openDir(t), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	if err := os.Chmod(path, 0); err != nil {
		t.Fatal(err)
	}
	got := output(t, "resolve as nobody", path)
	if !strings.Contains(got, "disabled the record of your decision cannot be read: permission denied") || !strings.Contains(got, "ErrIO") {
		t.Errorf("the child says %q, want permission denied and ErrIO", got)
	}
}

// openDir returns a temporary directory into which every user can go.
func openDir(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	for _, d := range []string{filepath.Dir(dir), dir} {
		if err := os.Chmod(d, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
