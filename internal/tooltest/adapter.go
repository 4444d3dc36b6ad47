package tooltest

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Record appends a line to the file "recorded" in the home of the tool that calls it,
// where [Same] looks.
func Record(command, outcome string) error {
	f, err := os.OpenFile(filepath.Join(os.Getenv("HOME"), "recorded"), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s: %s\n", command, outcome)
	return errors.Join(err, f.Close())
}

// Telemetry runs "telemetry" of the tool "off" as its user does, who agrees, finds
// the run in the list, and opts out. Each of the lines in help must print a help that
// names every command.
func Telemetry(t *testing.T, help ...string) {
	t.Helper()
	home := NewHome(t)
	home.Must("off", "telemetry enable --yes")
	home.Must("off", "ship production")
	if shown := home.Must("off", "telemetry show --past"); strings.Count(shown, "\n") != 1 || !strings.Contains(shown, `"command":"deploy"`) {
		t.Errorf("it shows\n%s", shown)
	}
	for _, line := range []string{"telemetry --output json", "telemetry status --output json"} {
		if status := home.Must("off", line); !strings.HasPrefix(status, `{"schema":1,"tool":"mytool","state":"on"`) {
			t.Errorf("%s: %s", line, status)
		}
	}
	home.Must("off", "telemetry off")
	if r := home.Line("off", "telemetry status --check"); r.Code != 3 {
		t.Errorf("after opting out: %+v", r)
	}
	for _, line := range help {
		text := home.Must("off", line)
		for _, word := range []string{"status", "enable", "disable", "reset", "show", "events", "send", "delete"} {
			if !strings.Contains(text, word) {
				t.Errorf("%s does not say %q:\n%s", line, word, text)
			}
		}
	}
	// What a flag is for is said once, beside what it takes.
	if text := home.Must("off", "telemetry send --help"); !strings.Contains(text, "--output form ") || strings.Count(text, "text or json") != 1 {
		t.Errorf("it says\n%s", text)
	}
}

// WrongUse runs lines of the tool "off" that are wrong use: the exit code is 2, the
// text is on standard error alone, and nothing is left in the home.
func WrongUse(t *testing.T, says map[string]string) {
	t.Helper()
	home := NewHome(t)
	for line, text := range says {
		r := home.Line("off", line)
		if r.Code != 2 || r.Stdout != "" || !strings.Contains(r.Stderr, text) || strings.Contains(r.Stderr, "\x1b") || !strings.Contains(r.Stderr, "See: mytool telemetry") {
			t.Errorf("%s: %+v", line, r)
		}
	}
	if files := home.Files(); files != "" {
		t.Errorf("it left\n%s", files)
	}
}
