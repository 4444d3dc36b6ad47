package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a command says about the decision is so, whatever is in its way.
func TestDecisionsThatCannotBeStored(t *testing.T) {
	t.Parallel()
	asFile := func(m *machine) { // a file where the directory should be
		t.Helper()
		dir := filepath.Dir(m.consentPath())
		if err := os.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	damaged := func(m *machine) {
		t.Helper()
		if err := os.WriteFile(m.consentPath(), []byte("garbage"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	const noHome = "HOME= USERPROFILE= APPDATA= LOCALAPPDATA=" // and on Windows
	const meanwhile = "MYTOOL_TELEMETRY=off"
	for _, test := range []struct {
		name   string
		meddle func(*machine)
		env    string
		args   string
		code   int
		says   string
	}{
		{"enable, a file in the way", asFile, "", "enable --yes", exitFailed, "not saved"},
		{"enable, no home", nil, noHome, "enable --yes", exitFailed, "not saved: there is no home directory; set "},
		{"disable, a file in the way", asFile, "", "disable", exitFailed, meanwhile},
		{"disable, no home", nil, noHome, "disable", exitFailed, "your refusal is not stored: there is no home directory; set "},
		{"reset, no home", nil, noHome, "reset", exitFailed, "nothing is deleted: there is no home directory; set "},
		{"delete, no home", nil, noHome, "delete", exitFailed, "Not asked: there is no home directory; set "},
		{"send, no home", nil, noHome, "send", exitRefused, "cannot be read: there is no home directory; set "},
		{"disable, damaged", damaged, "", "disable", exitDone, "Telemetry is off"},
		{"disable, in CI", nil, "CI=true", "disable", exitDone, "Telemetry is off"},
		{"reset, damaged", damaged, "", "reset", exitDone, "Telemetry is off"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t).enable()
			if test.meddle != nil {
				test.meddle(m)
			}
			m = m.with(strings.Fields(test.env)...)
			args := append([]string{"telemetry"}, strings.Fields(test.args)...)
			for range 2 { // the second time it is off already
				got := m.run(args...)
				if got.code != test.code || !strings.Contains(got.stdout+got.stderr, test.says) {
					t.Errorf("%+v, want exit code %d and %q", got, test.code, test.says)
				}
				if test.env == noHome && (strings.Count(got.stderr, "home") != 1 || strings.Contains(got.stderr, "configuration")) {
					t.Errorf("a user does not see in one sentence what to do: %q", got.stderr)
				}
				if got := m.run("telemetry", "status", "--check"); got.code != exitRefused {
					t.Errorf("status --check: %+v", got)
				}
			}
		})
	}
}
