package kongcmd_test

import (
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
