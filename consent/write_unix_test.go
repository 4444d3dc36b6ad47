//go:build linux || darwin || freebsd

package consent_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/optin-go/optin/consent"
)

func TestWriteIsPrivateWhateverTheUmask(t *testing.T) {
	for _, umask := range []string{"000", "777"} {
		base := openDir(t)
		if err := os.Chmod(base, 0o777|os.ModeSticky); err != nil {
			t.Fatal(err)
		}
		dir := filepath.Join(base, "a", "b", "c")
		path := filepath.Join(dir, "consent.toml")
		output(t, "write with umask "+umask, path)
		for p, want := range map[string]os.FileMode{
			path: 0o600, dir: 0o700, filepath.Dir(dir): 0o700, filepath.Dir(filepath.Dir(dir)): 0o700, base: 0o777,
		} {
			info, err := os.Stat(p)
			if err != nil {
				t.Fatal(err)
			}
			if got := info.Mode().Perm(); got != want {
				t.Errorf("umask %s: %s has mode %o, want %o", umask, p, got, want)
			}
		}
	}
}

func TestWriteKeepsNothingOfAnOldMode(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	writeFile(t, path, enabledText)
	if err := os.Chmod(path, 0o666); err != nil {
		t.Fatal(err)
	}
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("the mode is %o, want 600", got)
	}
}

// A file that cannot grow stands for the full disk; here even writing in place fails.
func TestFullDiskKeepsNoYes(t *testing.T) {
	tests := map[string]struct {
		before consent.State
		act    string
		after  consent.State
		says   string
	}{
		"enabling keeps the refusal":  {consent.Disabled, "enable on a full disk", consent.Disabled, "ErrIO"},
		"enabling keeps the yes":      {consent.Enabled, "enable on a full disk", consent.Enabled, "ErrIO"},
		"enabling the first time":     {consent.Unset, "enable on a full disk", consent.Unset, "ErrIO"},
		"disabling ends the yes":      {consent.Enabled, "disable on a full disk", consent.Unset, "removed instead"},
		"disabling keeps the refusal": {consent.Disabled, "disable on a full disk", consent.Disabled, "ErrIO"},
		"disabling the first time":    {consent.Unset, "disable on a full disk", consent.Unset, "ErrIO"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "consent.toml")
			if test.before != consent.Unset {
				mustWrite(t, path, consent.Consent{State: test.before})
			}
			if got := output(t, test.act, path); !strings.HasPrefix(got, "ErrIO: ") || !strings.Contains(got, test.says) || strings.Contains(got, ".consent-") {
				t.Errorf("the writer says %q, want ErrIO and %q", got, test.says)
			}
			if got := mustRead(t, path).State; got != test.after {
				t.Errorf("the record is now %v, want %v", got, test.after)
			}
			if got := temporaryFiles(t, filepath.Dir(path)); len(got) != 0 {
				t.Errorf("temporary files are left: %q", got)
			}
		})
	}
	// What newer software may take for a yes does not outlast a withdrawal either.
	path := filepath.Join(t.TempDir(), "consent.toml")
	writeFile(t, path, "version = 2\nstate = \"enabled\"\n")
	output(t, "disable on a full disk", path)
	if _, err := os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("the newer record is still there, or %v", err)
	}
}

// No new file can be made in the directory, but the record in it can be written.
func TestWithdrawalInAReadOnlyDirectory(t *testing.T) {
	readOnly := func(t *testing.T, record string) (path string) {
		dir := openDir(t)
		path = filepath.Join(dir, "consent.toml")
		if record != "" {
			writeFile(t, path, record)
			if err := os.Chmod(path, 0o644); err != nil {
				t.Fatal(err)
			}
			if os.Getuid() == 0 {
				if err := os.Chown(path, nobody, nobody); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
		return path
	}
	content := func(t *testing.T, path string) string {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	long := enabledText + "notice = \"" + strings.Repeat("n", 2000) + "\"\n"
	refusal := "version = 1\nstate = \"disabled\"\n"

	t.Run("enabling fails", func(t *testing.T) {
		path := readOnly(t, "")
		if got := output(t, "enable as nobody", path); !strings.HasPrefix(got, "ErrIO: ") || !strings.Contains(got, path) || !strings.Contains(got, "permission denied") {
			t.Errorf("the writer says %q, want ErrIO, the path, and permission denied", got)
		}
		if got := names(t, filepath.Dir(path)); got != nil {
			t.Errorf("the directory holds %q", got)
		}
	})
	t.Run("disabling writes in place", func(t *testing.T) {
		for name, record := range map[string]string{
			"short": enabledText, "long": long, "corrupt": "\x00", "newer": "version = 2\nstate = \"enabled\"\n",
		} {
			path := readOnly(t, record)
			if got := output(t, "disable as nobody", path); got != "done" {
				t.Errorf("%s: the writer says %q, want done", name, got)
			}
			if got := content(t, path); got != refusal {
				t.Errorf("%s: the file holds %q, want %q", name, got, refusal)
			}
			if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
				t.Errorf("%s: the file is %v, %v; want mode 600", name, info.Mode(), err)
			}
		}
	})
	t.Run("disabling empties what it can do no more with", func(t *testing.T) {
		path := readOnly(t, enabledText)
		if got := output(t, "disable as nobody on a full disk", path); !strings.HasPrefix(got, "ErrIO: ") {
			t.Errorf("the writer says %q, want ErrIO", got)
		}
		if got := content(t, path); got != "" {
			t.Errorf("the file holds %q, want nothing", got)
		}
	})
	t.Run("disabling keeps a refusal as it is", func(t *testing.T) {
		path := readOnly(t, refusal+"# mine\n")
		if got := output(t, "disable as nobody", path); !strings.HasPrefix(got, "ErrIO: ") {
			t.Errorf("the writer says %q, want ErrIO", got)
		}
		if got := content(t, path); got != refusal+"# mine\n" {
			t.Errorf("the file holds %q, want it unchanged", got)
		}
	})
	t.Run("disabling does not write through a link", func(t *testing.T) {
		target := filepath.Join(openDir(t), "target.toml")
		writeFile(t, target, enabledText)
		if os.Getuid() == 0 {
			if err := os.Chown(target, nobody, nobody); err != nil {
				t.Fatal(err)
			}
		}
		dir := openDir(t)
		path := filepath.Join(dir, "consent.toml")
		if err := os.Symlink(target, path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
		if got := output(t, "disable as nobody", path); !strings.HasPrefix(got, "ErrIO: ") {
			t.Errorf("the writer says %q, want ErrIO", got)
		}
		if got := content(t, target); got != enabledText {
			t.Errorf("the link's target holds %q, want it untouched", got)
		}
	})
	t.Run("disabling writes to no FIFO", func(t *testing.T) {
		dir := openDir(t)
		path := filepath.Join(dir, "consent.toml")
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o666); err != nil {
			t.Fatal(err)
		}
		fifo, err := syscall.Open(path, syscall.O_RDWR|syscall.O_NONBLOCK, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer syscall.Close(fifo)
		if err := os.Chmod(dir, 0o555); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
		if got := output(t, "disable as nobody", path); !strings.HasPrefix(got, "ErrIO: ") {
			t.Errorf("the writer says %q, want ErrIO", got)
		}
		if n, err := syscall.Read(fifo, make([]byte, 100)); err != syscall.EAGAIN {
			t.Errorf("the FIFO held %d bytes, %v; want none", n, err)
		}
	})
	t.Run("reset says undecided in place", func(t *testing.T) {
		path := readOnly(t, long)
		if got := output(t, "reset as nobody", path); !strings.HasPrefix(got, "ErrIO: ") || !strings.Contains(got, "nothing is decided") || strings.Count(got, path) != 1 {
			t.Errorf("the writer says %q, want ErrIO and what became of the file", got)
		}
		if got := content(t, path); got != "version = 1\nstate = \"unset\"\n" {
			t.Errorf("the file holds %q, want that nothing is decided", got)
		}
	})
	t.Run("resetting nothing", func(t *testing.T) {
		if got := output(t, "reset as nobody", readOnly(t, "")); got != "done" {
			t.Errorf("the writer says %q, want done", got)
		}
	})
}

// A process with rights that the user who started it does not have makes files
// that are not that user's: a yes in them would not count. Only root can start one.
func TestSetUserIDProcessStoresNoYes(t *testing.T) {
	if os.Getuid() != 0 {
		return
	}
	for _, owner := range []int{0, nobody} {
		dir := t.TempDir()
		path, existing := filepath.Join(dir, "new", "consent.toml"), filepath.Join(dir, "consent.toml")
		mustWrite(t, existing, consent.Consent{State: consent.Enabled})
		if err := os.Chown(existing, owner, -1); err != nil {
			t.Fatal(err)
		}
		if got := output(t, "enable and resolve with root's rights", path, existing); !strings.Contains(got, "another user") || !strings.HasSuffix(got, "disabled") {
			t.Errorf("with a yes of user %d: %q, want that it cannot enable, and that it is disabled", owner, got)
		}
		if got := names(t, filepath.Dir(path)); got != nil {
			t.Errorf("the directory holds %q", got)
		}
	}
}
