package consent_test

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// childVariable, when set, makes the test binary play a part in another process's
// test.
const childVariable = "CONSENT_TEST_CHILD"

func TestMain(m *testing.M) {
	part := os.Getenv(childVariable)
	if part == "" {
		os.Exit(m.Run())
	}
	if err := play(part, os.Args[1:]); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

// play plays a part. Parts print what their tests look at.
func play(part string, args []string) error {
	switch part {
	case "write in turns for ever":
		for i := 0; ; i++ {
			if err := consent.Write(args[0], recordNumber(i)); err != nil {
				return err
			}
			fmt.Println(i)
		}
	case "write a hundred times":
		state := consent.Enabled
		if args[1] == consent.Disabled.String() {
			state = consent.Disabled
		}
		for range 100 {
			if err := consent.Write(args[0], consent.Consent{State: state, Notice: args[1]}); err != nil {
				return err
			}
		}
		return nil
	}
	return playUnix(part, args)
}

// recordNumber returns a record from which its number can be told.
func recordNumber(i int) consent.Consent {
	return consent.Consent{
		State:     []consent.State{consent.Enabled, consent.Disabled}[i%2],
		DecidedAt: time.Unix(int64(i), 0).UTC(),
		Notice:    strings.Repeat("n", i%2*2000),
	}
}

// child returns a process that plays part, not started.
func child(t *testing.T, part string, args ...string) *exec.Cmd {
	t.Helper()
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe, args...)
	cmd.Env = append(os.Environ(), childVariable+"="+part)
	cmd.Stderr = os.Stderr
	return cmd
}

// output runs a process that plays part, and returns what it printed.
func output(t *testing.T, part string, args ...string) string {
	t.Helper()
	out, err := child(t, part, args...).Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", part, err, out)
	}
	return strings.TrimSpace(string(out))
}

// waitForLines reads lines of r until there were n, or r ends.
func waitForLines(r io.Reader, n int) int {
	lines := bufio.NewScanner(r)
	seen := 0
	for seen < n && lines.Scan() {
		seen++
	}
	return seen
}

func writeFile(t testing.TB, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func mustWrite(t testing.TB, path string, c consent.Consent) {
	t.Helper()
	if err := consent.Write(path, c); err != nil {
		t.Fatal(err)
	}
}

func mustRead(t testing.TB, path string) consent.Consent {
	t.Helper()
	c, err := consent.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// names returns what is in dir.
func names(t testing.TB, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// tree returns everything below dir, with modes, sizes and times, to be compared.
func tree(t testing.TB, dir string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		fmt.Fprintln(&b, path, info.Mode(), info.Size(), info.ModTime().UnixNano())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// wantKind fails the test unless err is of the kind, and of type *telemetry.Error.
func wantKind(t testing.TB, err error, kind telemetry.ErrorKind) {
	t.Helper()
	var typed *telemetry.Error
	if !errors.As(err, &typed) || !errors.Is(err, kind) {
		t.Errorf("error is %v, want a *telemetry.Error of kind %q", err, kind)
	}
}

// environment returns a LookupEnv for variables.
func environment(variables map[string]string) func(string) (string, bool) {
	return func(name string) (string, bool) {
		value, ok := variables[name]
		return value, ok
	}
}

// tempName returns the name of a temporary file that a process made.
func tempName(random string) string { return ".consent.toml." + random + ".tmp" }

// noVariables is an environment without any.
var noVariables = environment(nil)

// setHome makes dir the home and configuration directory of every system.
func setHome(t *testing.T, dir string) {
	t.Helper()
	for _, name := range []string{"HOME", "home", "XDG_CONFIG_HOME", "AppData"} {
		t.Setenv(name, dir)
	}
}
