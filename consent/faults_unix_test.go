//go:build linux || darwin || freebsd

package consent_test

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/internal/faulttest"
	"github.com/optin-go/optin/telemetry"
)

// Go's poller, which package os starts for the first file that it opens, ends a
// process that has no descriptors for it: the tool would crash.
func TestFewDescriptorsAreSurvived(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	for limit := 3; limit <= 12; limit++ {
		cmd := child(t, "resolve", path)
		shell := exec.Command("sh", append([]string{"-c", `ulimit -n "$0" && exec "$@"`, strconv.Itoa(limit), cmd.Path}, cmd.Args[1:]...)...)
		shell.Env = cmd.Env
		out, err := shell.CombinedOutput()
		got := strings.TrimSpace(string(out))
		if strings.Contains(got, "error while loading shared libraries") {
			continue // the race detector's program is linked at its start, and did not begin
		}
		if err != nil || got != "enabled" && !strings.HasPrefix(got, "disabled the record of your decision cannot be read: too many open files") {
			t.Errorf("with %d descriptors: %v\n%.200s", limit, err, got)
		}
		if limit == 12 && got != "enabled" {
			t.Errorf("with %d descriptors: %q, want enabled", limit, got)
		}
	}
}

// What cannot be read is never taken for what was not decided.
func TestResolveWithoutADescriptorIsAnError(t *testing.T) {
	path := filepath.Join(t.TempDir(), "consent.toml")
	mustWrite(t, path, consent.Consent{State: consent.Enabled})
	missing := filepath.Join(t.TempDir(), "consent.toml")
	want := "disabled ErrIO false disabled ErrIO false enabled <nil> disabled <nil>"
	if got := output(t, "resolve without a descriptor, and with one", path, missing); got != want {
		t.Errorf("the child says %q, want %q", got, want)
	}
}

func TestResolveOfWhatCannotBeReadIsAnError(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("no file is known here that opens and does not read")
	}
	// A regular file whose first byte is not mapped.
	d, err := consent.Resolver{Tool: "mytool", Path: "/proc/self/mem", LookupEnv: noVariables}.Resolve()
	wantKind(t, err, telemetry.ErrIO)
	wantVetoes(t, d, consent.VetoRecordUnreadable)
}

// With the gate closed, nothing but the record is looked at.
func TestOffReadsTheRecordAlone(t *testing.T) {
	t.Cleanup(consent.SetOwnHomeFunc(func() string { t.Error("the user database was asked"); return "" }))
	path := filepath.Join(t.TempDir(), "consent.toml")
	r := consent.Resolver{
		Tool: "mytool", Path: path, LookupEnv: noVariables,
		Key:    func(string) string { t.Error("the key was asked for"); return "" },
		Covers: func(string) bool { t.Error("a notice was asked about"); return false },
	}
	for _, c := range []consent.Consent{{}, {State: consent.Disabled, Notice: "n"}} {
		mustWrite(t, path, c)
		if d, err := r.Resolve(); err != nil || d.Policy != telemetry.Disabled {
			t.Error(d.Policy, err)
		}
	}
}

// What is said is what is so: the directory of the record that was renamed into its
// place cannot be synced, and the record is there.
func TestSavedIsToldFromNotSaved(t *testing.T) {
	faulttest.Need(t)
	for name, test := range map[string]struct {
		inject  string
		before  consent.State
		act     string
		says    string
		durable bool
		after   consent.State
	}{
		"the directory is not synced":                {"directory", consent.Unset, "write enabled", "saved", false, consent.Enabled},
		"the file is not synced":                     {"fsync:error=EIO", consent.Unset, "write enabled", "input/output error", true, consent.Unset},
		"the file is not renamed":                    {"renameat,renameat2,rename:error=EIO", consent.Unset, "write enabled", "input/output error", true, consent.Unset},
		"a refusal's directory is not synced":        {"directory", consent.Enabled, "write disabled", "saved", false, consent.Disabled},
		"the directory after a removal is no synced": {"directory", consent.Enabled, "reset", "removed", false, consent.Unset},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "consent.toml")
			mustWrite(t, path, consent.Consent{State: test.before})
			cmd := child(t, test.act, path)
			args := []string{"-f", "-qq", "-o", os.DevNull}
			if test.inject == "directory" {
				args = append(args, "-P", filepath.Dir(path))
				test.inject = "fsync:error=EIO"
			}
			args = append(args, "-e", "inject="+test.inject, cmd.Path)
			traced := exec.Command("strace", append(args, cmd.Args[1:]...)...)
			traced.Env = cmd.Env
			out, err := traced.CombinedOutput()
			want := "ErrNotDurable"
			if test.durable {
				want = "ErrIO"
			}
			if got := strings.TrimSpace(string(out)); err != nil || !strings.HasPrefix(got, want+": ") || !strings.Contains(got, test.says) {
				t.Errorf("the writer says %q, %v; want %s and %q", got, err, want, test.says)
			}
			if got := mustRead(t, path).State; got != test.after {
				t.Errorf("the record is now %v, want %v", got, test.after)
			}
			if left := temporaryFiles(t, filepath.Dir(path)); len(left) != 0 {
				t.Errorf("temporary files are left: %q", left)
			}
		})
	}
}

func kindOf(err error) string {
	switch {
	case err == nil:
		return "<nil>"
	case errors.Is(err, consent.ErrNotDurable):
		return "ErrNotDurable"
	case errors.Is(err, telemetry.ErrIO):
		return "ErrIO"
	}
	return err.Error()
}

// An unprivileged process that has HOME or XDG_CONFIG_HOME from elsewhere, as below a
// directory that was cloned.
func TestPlantedDirectoriesInRealProcesses(t *testing.T) {
	if runtime.GOOS == "darwin" {
		t.Skip("the user database is no file here")
	}
	home, clone := openDir(t), openDir(t)
	config := filepath.Join(clone, ".cfg")
	planted := filepath.Join(config, "mytool", "consent.toml")
	inHome := filepath.Join(clone, consent.ConfigDir, "mytool", "consent.toml")
	for _, path := range []string{planted, inHome} {
		mustWrite(t, path, consent.Consent{State: consent.Enabled, DecidedAt: decided, Notice: "n", Key: strings.Repeat("a", 64)})
	}
	passwd := filepath.Join(home, "passwd")
	writeFile(t, passwd, fmt.Sprintf("me:x:%d:%d::%s:/bin/sh\n", os.Getuid(), os.Getgid(), home))
	own := filepath.Join(home, consent.ConfigDir, "mytool", "consent.toml")
	run := func(env ...string) string {
		t.Helper()
		cmd := child(t, "resolve in a clone", passwd)
		cmd.Dir = clone
		cmd.Env = slices.DeleteFunc(cmd.Env, func(v string) bool {
			return strings.HasPrefix(v, "HOME=") || strings.HasPrefix(v, "XDG_")
		})
		cmd.Env = append(cmd.Env, env...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return strings.TrimSpace(string(out))
	}
	variables := [][]string{
		{"XDG_CONFIG_HOME=" + config, "HOME=" + home},
		{"HOME=" + clone},
		{"HOME=/proc/self/cwd"},
		{"XDG_CONFIG_HOME=/proc/self/cwd/.cfg", "HOME=" + home},
	}
	if runtime.GOOS != "linux" {
		variables = variables[1:2]
	}
	for _, state := range []consent.State{consent.Unset, consent.Disabled} {
		mustWrite(t, own, consent.Consent{State: state})
		want := "disabled you have not decided yet"
		if state == consent.Disabled {
			want = "disabled you disabled it in " + own
		}
		for _, env := range variables {
			if got := run(env...); !strings.HasPrefix(got, want) {
				t.Errorf("own %v, with %q: %q, want %q", state, env, got, want)
			}
		}
	}
	// And what is the user's own counts, also as the Rust crate writes it.
	mustWrite(t, own, consent.Consent{State: consent.Enabled, Notice: "n"})
	if got := run("HOME=" + home); got != "enabled you enabled it" {
		t.Errorf("in the own place: %q", got)
	}
	// Another name of the same directory is the same place.
	alias := filepath.Join(openDir(t), "alias")
	if err := os.Symlink(home, alias); err != nil {
		t.Fatal(err)
	}
	if got := run("HOME=" + alias); got != "enabled you enabled it" {
		t.Errorf("through another name: %q", got)
	}
}
