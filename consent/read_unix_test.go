//go:build linux || darwin || freebsd

package consent_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// A reader that waited for the FIFO's writer would make this test time out.
func TestFilesThatWouldBlockAreErrors(t *testing.T) {
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
func TestLinksAreFollowedByReadersAndReplacedByWriters(t *testing.T) {
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

// Whoever can write the file could have opted somebody else in. The Rust crate writes
// 0664 under the umask of systems where each user has a group.
func TestYesInAFileOthersMayWrite(t *testing.T) {
	always, never := [2]bool{true, true}, [2]bool{false, false}
	privately := [2]bool{true, false}
	for mode, wantOn := range map[os.FileMode][2]bool{
		0o600: always, 0o400: always, 0o644: always, 0o700: always,
		0o620: privately, 0o660: privately, 0o664: privately, 0o602: never, 0o666: never, 0o777: never,
	} {
		for _, state := range []consent.State{consent.Enabled, consent.Disabled, consent.Unset} {
			for i, group := range []int{os.Getgid(), -1} {
				undo := consent.SetPrivateGroup(group)
				wantOn := wantOn[i]
				path := filepath.Join(t.TempDir(), "consent.toml")
				mustWrite(t, path, consent.Consent{State: state})
				if err := errors.Join(os.Chown(path, -1, os.Getgid()), os.Chmod(path, mode)); err != nil {
					t.Fatal(err)
				}
				c, err := consent.Read(path)
				if state == consent.Enabled && !wantOn {
					wantKind(t, err, telemetry.ErrIO)
					if c != (consent.Consent{}) {
						t.Errorf("mode %v: Read gives %+v, want the zero Consent", mode, c)
					}
					if err != nil && !strings.Contains(err.Error(), "run chmod go-w on it") {
						t.Errorf("mode %v: the error is %v, want it to say how to mend it", mode, err)
					}
				} else if err != nil || c.State != state {
					t.Errorf("mode %v: Read gives %v, %v; want %v", mode, c.State, err, state)
				}
				d, _ := consent.Resolver{Tool: "mytool", Path: path, LookupEnv: noVariables}.Resolve()
				if on := d.Policy == telemetry.Enabled; on != (state == consent.Enabled && wantOn) {
					t.Errorf("mode %v, %v: resolved to %v", mode, state, d.Policy)
				}
				undo()
			}
		}
	}
}

func TestPrivateGroup(t *testing.T) {
	dir := t.TempDir()
	passwd, group := filepath.Join(dir, "passwd"), filepath.Join(dir, "group")
	writeFile(t, passwd, strings.Join([]string{
		"root:x:0:0:root:/root:/bin/sh",
		"# a comment",
		"ada:x:1000:1000:Ada:/home/ada:/bin/sh",
		"bob:x:1001:1001:Bob:/home/bob:/bin/sh",
		"carol:x:1002:100:Carol:/home/carol:/bin/sh",
		"dave:x:1003:1001:Dave, in Bob's group:/home/dave:/bin/sh",
		"erin:x:1004:1004:Erin:/home/erin:/bin/sh",
		"frank:x:1005:1005:Frank:/home/frank:/bin/sh",
		"grace:x:1006:1006:Grace:/home/grace",
		"heidi:x:1007:x:Heidi:/home/heidi:/bin/sh",
		"ada:x:1000:0:again:/root:/bin/sh",
	}, "\n"))
	writeFile(t, group, "root:x:0:\nada:x:1000:ada\nbob:x:1001:\ncarol:x:100:\nerin:x:1004:ada\nother:x:1005:\ngrace:x:1006:\n")
	for uid, want := range map[int]int{
		1000: 1000,
		1001: -1,  // another's first group
		1002: 100, // of another number, and still the user's own
		1003: -1,  // another's
		1004: -1,  // with a member
		1005: -1,  // of another name
		1006: -1,  // no entry
		1007: -1,  // no number
		4711: -1,  // nobody
	} {
		if got := consent.PrivateGroupOf(uid, passwd, group); got != want {
			t.Errorf("the private group of %d is %d, want %d", uid, got, want)
		}
	}
	if got := consent.PrivateGroupOf(1000, passwd, filepath.Join(dir, "none")); got != -1 {
		t.Errorf("without a database, it is %d", got)
	}
	if got := consent.HomeOf(1000, passwd); got != "/home/ada" {
		t.Errorf("the home is %q, want that of the first entry", got)
	}
	// A longer database is read as well, and one that is too long not at all.
	writeFile(t, passwd, strings.Repeat("#\n", 100_000)+"ada:x:1000:1000:Ada:/home/ada:/bin/sh\n")
	if got := consent.HomeOf(1000, passwd); got != "/home/ada" {
		t.Errorf("the home at the end of a long database is %q", got)
	}
	writeFile(t, passwd, "ada:x:1000:1000:Ada:/home/ada:/bin/sh\n"+strings.Repeat("#\n", 1<<20))
	if got := consent.HomeOf(1000, passwd); got != "" {
		t.Errorf("the home in a database of 2 MiB is %q", got)
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

func TestRecordWithoutPermissionIsOff(t *testing.T) {
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
