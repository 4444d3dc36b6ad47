//go:build unix

package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

const (
	asNobody = "OPTIN_TEST_NOBODY"
	nobody   = 65534
)

func init() {
	becomeNobody = func() error {
		if os.Getenv(asNobody) == "" || os.Geteuid() != 0 {
			return nil
		}
		return errors.Join(syscall.Setgroups(nil), syscall.Setgid(nobody), syscall.Setuid(nobody))
	}
}

// newNobody returns a machine on which mytool runs as somebody who is not root,
// with a home directory that is read-only.
func newNobody(t *testing.T) *machine {
	t.Helper()
	home, err := os.MkdirTemp("", "nobody") // not t.TempDir, whose parent only root may enter
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(home, 0o700)
		_ = os.RemoveAll(home)
	})
	m := newMachine(t, "http://127.0.0.1:1")
	for i, v := range m.env {
		m.env[i] = strings.ReplaceAll(v, m.home, home)
	}
	m.home = home
	m.env = append(m.env, asNobody+"=1")
	m.mode("", 0o555)
	return m
}

func (m *machine) mode(name string, mode os.FileMode) {
	m.t.Helper()
	if err := os.Chmod(filepath.Join(m.home, name), mode); err != nil {
		m.t.Fatal(err)
	}
}

// give makes a directory that belongs to whoever runs mytool.
func (m *machine) give(name string) {
	m.t.Helper()
	path := filepath.Join(m.home, name)
	m.mode("", 0o755)
	if err := os.MkdirAll(path, 0o700); err != nil {
		m.t.Fatal(err)
	}
	if os.Geteuid() == 0 {
		if err := os.Chown(path, nobody, nobody); err != nil {
			m.t.Fatal(err)
		}
	}
	m.mode("", 0o555)
}

// says runs mytool, and fails the test unless it exits with the code and says so.
func (m *machine) says(code int, line string, parts ...string) {
	m.t.Helper()
	cmd, stderr := m.command(line)
	stdout, err := cmd.Output()
	if cmd.ProcessState == nil {
		m.t.Fatal(err)
	}
	equal(m.t, "exit code of mytool "+line, cmd.ProcessState.ExitCode(), code)
	contains(m.t, "mytool "+line, string(stdout)+stderr.String(), parts...)
}

func TestF28ReadOnlyHome(t *testing.T) {
	m := newNobody(t)
	m.says(exitDone, "telemetry", "Telemetry      off\nReason         you have not decided yet\n")
	m.says(exitDone, "telemetry show", "none: you have not decided yet\n")
	m.says(exitDone, "telemetry events", "# What mytool records")
	m.says(exitRefused, "telemetry send")
	m.says(exitFailed, "telemetry enable", "not saved: ", "permission denied")
	m.says(exitFailed, "telemetry disable", "your refusal is not stored: ", "permission denied", "MYTOOL_TELEMETRY=off\n")
	m.says(exitDone, "telemetry reset")
	entries, err := os.ReadDir(m.home)
	if err != nil || len(entries) != 0 {
		t.Errorf("mytool left %v, %v", entries, err)
	}
}

// The refusal is stored although what waits cannot be removed.
func TestF58DisableWithReadOnlyState(t *testing.T) {
	m := newNobody(t)
	m.give("config")
	m.says(exitDone, "telemetry enable")
	state := filepath.Join("state", "mytool", "telemetry", "spool", "0123456789abcdef")
	queue := spoolsink.New(filepath.Join(m.home, state), nil, nil)
	m.give(state)
	if os.Geteuid() == 0 { // a queue that a run through sudo left
		if err := os.Chown(filepath.Join(m.home, state), 0, 0); err != nil {
			t.Fatal(err)
		}
	}
	if err := queue.Emit(t.Context(), telemetry.Event{Name: InvokeEvent, Tool: "mytool", TimestampUTC: time.Now()}); err != nil {
		t.Fatal(err)
	}
	if err := queue.Close(); err != nil {
		t.Fatal(err)
	}
	m.mode(state, 0o555)
	m.says(exitFailed, "telemetry disable", "what waits to be sent: ", "MYTOOL_TELEMETRY=off\n")
	m.says(exitDone, "telemetry --output json", `"decision":"disabled"`, `"reason":"denied"`)
	m.says(exitFailed, "telemetry reset", "what waits to be sent: ", "MYTOOL_TELEMETRY=off\n")
	m.says(exitDone, "telemetry --output json", `"decision":null`, `"reason":"undecided"`)
	m.mode(state, 0o755)
}

// A record that root made, in a run through sudo, is nobody's decision.
func TestRecordOfAnotherUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Log("not root: another user's file cannot be made")
		return
	}
	m := newNobody(t)
	m.give("config")
	m.give("config/mytool")
	record := filepath.Join(m.home, "config", "mytool", "consent.toml")
	put(t, record, "version = 1\nstate = \"enabled\"\n")
	if err := os.Chmod(record, 0o644); err != nil {
		t.Fatal(err)
	}
	m.says(exitRefused, "telemetry --check --output json", `"reason":"record_unreadable"`, `"sending":false`)
	m.says(exitDone, "telemetry disable", "Telemetry is off.")
	m.says(exitDone, "telemetry --output json", `"reason":"denied"`)
}
