package cobracmd_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/internal/tooltest"
)

func TestTelemetryCommand(t *testing.T) {
	tooltest.Telemetry(t, "telemetry --help", "telemetry help", "help telemetry")
}

func TestWrongUse(t *testing.T) {
	tooltest.WrongUse(t, map[string]string{
		"telemetry stauts":              `did you mean status?`,
		"telemetry nonsense":            `mytool telemetry has no command "nonsense"`,
		"telemetry \x1b[31m":            "has no command",
		"telemetry --nonsense":          "unknown flag: --nonsense",
		"telemetry status --output xml": "output",
		"telemetry status --show-id=x":  "show-id",
		"telemetry enable extra":        "takes no arguments",
		"telemetry help nonsense":       "has no command",
		"telemetry send --timeout 5":    `"--timeout" flag: use a duration such as 5s`,
		"telemetry delete --timeout 0s": `"--timeout" flag: use a duration longer than 0, such as 5s`,
	})
}

func TestHelpAndCompletion(t *testing.T) {
	home := tooltest.NewHome(t)
	for _, line := range []string{"telemetry --help", "telemetry help", "help telemetry"} {
		help := home.Must("off", line)
		if !strings.Contains(help, "mytool telemetry disable") || strings.Contains(help, "\n  on ") || strings.Contains(help, "\n  off ") || strings.Count(help, "text or json") != 1 {
			t.Errorf("%s does not say how to stop it, shows a hidden alias, or says twice what a flag takes:\n%s", line, help)
		}
	}
	if status := home.Must("off", "telemetry --output=json status"); !strings.HasPrefix(status, "{") {
		t.Errorf("a flag before the command: %s", status)
	}
	if help := home.Must("off", "telemetry help show"); !strings.Contains(help, "mytool telemetry show") {
		t.Errorf("help of show:\n%s", help)
	}
	if r := home.Run("off", "__complete", "telemetry", "dis"); !strings.HasPrefix(r.Stdout, "disable\t") {
		t.Errorf("completion: %+v", r)
	}
}

// strict is a tool that demands a token, and fails in a hook.
func strict() int {
	root := &cobra.Command{Use: "mytool", PersistentPreRunE: func(*cobra.Command, []string) error { return errors.New("hooked") }}
	root.PersistentFlags().String("token", "", "a token")
	_ = root.MarkPersistentFlagRequired("token")
	root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) {}})
	return cobracmd.Main(context.Background(), newApp(nil), root)
}

// Neither a hook nor a required flag keeps anybody from opting out.
func TestNothingKeepsFromOptingOut(t *testing.T) {
	home := tooltest.NewHome(t)
	home.Must("strict", "telemetry disable")
	home.Must("strict", "telemetry")
	if r := home.Line("strict", "deploy"); r.Code != 1 || !strings.Contains(r.Stderr, "hooked") {
		t.Errorf("deploy: %+v", r)
	}
	if r := home.Line("strict", "deploy --token x"); r.Code != 1 || !strings.Contains(r.Stderr, "hooked") {
		t.Errorf("deploy with a token: %+v", r)
	}
}
