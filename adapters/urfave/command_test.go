package urfavecmd_test

import (
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
)

// A user agrees, finds the run in the list, and opts out.
func TestTelemetryCommand(t *testing.T) {
	home := tooltest.NewHome(t)
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
	for _, line := range []string{"telemetry --help", "telemetry help"} {
		help := home.Must("off", line)
		for _, word := range []string{"status", "enable", "disable", "reset", "show", "events", "send", "delete"} {
			if !strings.Contains(help, word) {
				t.Errorf("%s does not say %q:\n%s", line, word, help)
			}
		}
	}
}

// Wrong use is 2, and is said on standard error alone.
func TestWrongUse(t *testing.T) {
	home := tooltest.NewHome(t)
	for line, says := range map[string]string{
		"telemetry nonsense":            `has no command "nonsense"`,
		"telemetry --nonsense":          "nonsense",
		"telemetry status --output xml": "output",
		"telemetry enable extra":        "takes no arguments",
	} {
		r := home.Line("off", line)
		if r.Code != 2 || r.Stdout != "" || !strings.Contains(r.Stderr, says) || !strings.Contains(r.Stderr, "See: mytool telemetry") {
			t.Errorf("%s: %+v", line, r)
		}
	}
	if files := home.Files(); files != "" {
		t.Errorf("it left\n%s", files)
	}
}

// What a flag is for is said once, beside what it takes.
func TestHelpOfFlags(t *testing.T) {
	help := tooltest.NewHome(t).Must("off", "telemetry send --help")
	if !strings.Contains(help, "--output form ") || strings.Count(help, "text or json") != 1 {
		t.Errorf("it says\n%s", help)
	}
	if !strings.Contains(help, "--detached      print nothing\n") || !strings.Contains(help, "--timeout time ") {
		t.Errorf("it says\n%s", help)
	}
}
