package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/wholetest"
)

const root = "../../.."

// command is this command, built as its users build it.
func command(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "godog")
	if runtime.GOOS == "windows" {
		file += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", file, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return file
}

// result runs a command line in dir, and returns its exit code and all that it prints.
func result(t *testing.T, dir string, args ...string) (code int, output string) {
	t.Helper()
	var out bytes.Buffer
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	cmd.Stdout, cmd.Stderr = &out, &out
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		return exit.ExitCode(), out.String()
	}
	if err != nil {
		t.Fatal(err)
	}
	return 0, out.String()
}

func TestScenariosRunFromTheRoot(t *testing.T) {
	wholetest.Only(t)
	godog := command(t)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"as a tool":      {[]string{"go", "tool", "godog", "features/consent.feature:14"}, "3 scenarios (3 passed)"},
		"flags anywhere": {[]string{godog, "--format=pretty", "features/", "--tags", "@spec"}, "9 scenarios (9 passed)"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out := result(t, root, c.args...)
			if code != 0 || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want 0 and %q:\n%s", code, c.says, out)
			}
		})
	}
}

func TestExitCodeOfAFailureIsPassedOn(t *testing.T) {
	wholetest.Only(t)
	file := filepath.Join(t.TempDir(), "undefined.feature")
	text := "Feature: None\n  Scenario: Undefined\n    Given nobody wrote this step\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out := result(t, root, command(t), file)
	if code != 1 || !strings.Contains(out, "nobody wrote this step") {
		t.Errorf("exit %d, want 1:\n%s", code, out)
	}
}

func TestReportIsWrittenWhereTheCommandRuns(t *testing.T) {
	dir, err := filepath.Abs(root)
	if err != nil {
		t.Fatal(err)
	}
	out, err := format("pretty,junit:report.xml")
	if want := "pretty,junit:" + filepath.Join(dir, "features", "cmd", "godog", "report.xml"); err != nil || out != want {
		t.Errorf("format = %q, %v, want %q", out, err, want)
	}
}

func TestWrongUse(t *testing.T) {
	godog := command(t)
	for name, c := range map[string]struct {
		dir  string
		args []string
		says string
	}{
		"unknown flag":       {root, []string{"--bogus"}, "flag provided but not defined: -bogus; godog --help"},
		"unknown report":     {root, []string{"--format=bogus"}, `no report is called "bogus"`},
		"no number":          {root, []string{"--concurrency=many"}, "for flag -concurrency"},
		"missing file":       {root, []string{"features/none.feature"}, "features/none.feature"},
		"no feature":         {root, []string{"README.md"}, "neither a directory nor a .feature file"},
		"line of directory":  {root, []string{"features:3"}, "a line is one of a file"},
		"outside a checkout": {t.TempDir(), nil, "run this in a checkout of the repository"},
	} {
		t.Run(name, func(t *testing.T) {
			code, out := result(t, c.dir, append([]string{godog}, c.args...)...)
			if code != exitUsage || !strings.Contains(out, c.says) {
				t.Errorf("exit %d, want %d and %q:\n%s", code, exitUsage, c.says, out)
			}
		})
	}
	t.Run("help is no wrong use", func(t *testing.T) {
		code, out := result(t, root, godog, "--help")
		if code != 0 || !strings.Contains(out, "usage: godog") {
			t.Errorf("exit %d:\n%s", code, out)
		}
	})
}
