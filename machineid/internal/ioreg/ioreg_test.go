//go:build unix

package ioreg

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// patient is for programs that end by themselves, on however slow a machine.
const patient = time.Minute

// says is the shell command that writes what ioreg writes.
const says = `echo '    "IOPlatformUUID" = "` + uuid + `"'` + "\n"

// script writes a program that runs commands, and returns its path.
func script(t *testing.T, commands string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ioreg")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+commands), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestPlatformUUIDOfAProgram(t *testing.T) {
	program := script(t, `[ "$*" = "-rd1 -c IOPlatformExpertDevice" ] && `+says)
	if got := platformUUID(program, patient); got != uuid {
		t.Errorf("got %q, want %q", got, uuid)
	}
}

// In each case the program says the UUID as well; that it is not taken shows
// which limit ended the program, without looking at a clock.
func TestFaultyProgramCountsAsAbsent(t *testing.T) {
	child := filepath.Join(t.TempDir(), "child")
	for _, tt := range []struct {
		name     string
		limit    time.Duration
		commands string
	}{
		{"fails", patient, says + "exit 1\n"},
		{"dies of a signal", patient, says + "kill -9 $$\n"},
		{"hangs", 200 * time.Millisecond, says + "exec sleep 600\n"},
		{"hangs and ignores signals", 200 * time.Millisecond, "trap '' HUP INT TERM PIPE\n" + says + "while :; do sleep 1; done\n"},
		{"closes its output and hangs", 200 * time.Millisecond, says + "exec sleep 600 >/dev/null\n"},
		{"leaves its output to a child", 5 * time.Second, "sleep 600 &\necho $! >" + child + "\n" + says},
		{"says too much", patient, says + "i=0\nwhile [ $i -lt 2000 ]; do echo 'a line of sixty-four bytes, two thousand of which are too many'; i=$((i+1)); done\n"},
		{"does not end to speak", patient, says + "while :; do echo 'a line of sixty-four bytes, two thousand of which are too many'; done\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := platformUUID(script(t, tt.commands), tt.limit); got != "" {
				t.Errorf("got %q, want nothing", got)
			}
		})
	}
	pid, err := os.ReadFile(child)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(pid)))
	if err != nil {
		t.Fatal(err)
	}
	if p, err := os.FindProcess(n); err == nil {
		p.Kill()
	}
}

func TestNoProgramCountsAsAbsent(t *testing.T) {
	dir := t.TempDir()
	notExecutable := filepath.Join(dir, "ioreg")
	if err := os.WriteFile(notExecutable, []byte("#!/bin/sh\n"+says), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{filepath.Join(dir, "missing"), dir, notExecutable, ""} {
		if got := platformUUID(path, patient); got != "" {
			t.Errorf("%q: got %q, want nothing", path, got)
		}
	}
}

func TestOnlyTheAbsolutePathRuns(t *testing.T) {
	ran := filepath.Join(t.TempDir(), "ran")
	program := script(t, "echo >"+ran+"\n"+says)
	t.Setenv("PATH", filepath.Dir(program)+string(filepath.ListSeparator)+os.Getenv("PATH"))
	t.Chdir(filepath.Dir(program))
	if got := PlatformUUID(); got == uuid {
		t.Error("the first ioreg in PATH was asked")
	}
	for _, path := range []string{"ioreg", "./ioreg"} {
		if _, err := output(patient, path); !errors.Is(err, errRelative) {
			t.Errorf("%s: %v, want %v", path, err, errRelative)
		}
	}
	if _, err := os.Stat(ran); err == nil {
		t.Error("the first ioreg in PATH was run")
	}
}

// Neither does the program write to the caller's own output or error.
func TestCallersInputIsUntouched(t *testing.T) {
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), runs+"="+script(t, "cat >/dev/null\necho noise >&2\n"+says))
	cmd.Stdin = strings.NewReader("the caller's input\n")
	out, err := cmd.CombinedOutput()
	if want := uuid + "\nthe caller's input\n"; err != nil || string(out) != want {
		t.Errorf("got %q and %v, want %q", out, err, want)
	}
}

func TestProgramHasNoEnvironment(t *testing.T) {
	t.Setenv("API_TOKEN", "hunter2")
	out, err := output(patient, script(t, "env\n"))
	if err != nil || strings.Contains(string(out), "hunter2") {
		t.Errorf("the program saw %q, %v", out, err)
	}
}

func TestErrorsHoldNoOutput(t *testing.T) {
	for _, tt := range []struct {
		name     string
		limit    time.Duration
		commands string
	}{
		{"fails", patient, says + "exec >&2\n" + says + "exit 1\n"},
		{"hangs", 200 * time.Millisecond, says + "exec sleep 600\n"},
		{"says too much", patient, "i=0\nwhile [ $i -lt 2000 ]; do " + says + "i=$((i+1)); done\n"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			out, err := output(tt.limit, script(t, tt.commands))
			if err == nil || out != nil {
				t.Fatalf("got %q and %v, want an error alone", out, err)
			}
			if text := fmt.Sprintf("%v %+v %#v", err, err, err); strings.Contains(text, uuid) {
				t.Errorf("the UUID is in %s", text)
			}
		})
	}
}
