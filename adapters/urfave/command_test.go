package urfavecmd_test

import (
	"strings"
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
)

func TestTelemetryCommand(t *testing.T) {
	tooltest.Telemetry(t, "telemetry --help", "telemetry help")
}

func TestWrongUse(t *testing.T) {
	tooltest.WrongUse(t, map[string]string{
		"telemetry nonsense":            `has no command "nonsense"`,
		"telemetry --nonsense":          "nonsense",
		"telemetry status --output xml": "output",
		"telemetry enable extra":        "takes no arguments",
		"telemetry send --timeout 5":    "-timeout: use a duration such as 5s",
		"telemetry delete --timeout 0s": "-timeout: use a duration longer than 0, such as 5s",
	})
}

// A flag that is a word takes no value, and any other names its own.
func TestHelpOfFlags(t *testing.T) {
	help := tooltest.NewHome(t).Must("off", "telemetry send --help")
	if !strings.Contains(help, "--detached      print nothing\n") || !strings.Contains(help, "--timeout time ") {
		t.Errorf("it says\n%s", help)
	}
}
