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

// A user agrees, finds the run in the list, and opts out.
func TestTelemetryCommand(t *testing.T) {
	home := tooltest.NewHome(t)
	home.Must("off", "telemetry enable --yes")
	home.Must("off", "ship production")
	if shown := home.Must("off", "telemetry show --past"); strings.Count(shown, "\n") != 1 || !strings.Contains(shown, `"command":"deploy"`) {
		t.Errorf("it shows\n%s", shown)
	}
	for _, line := range []string{"telemetry --output json", "telemetry status --output json", "telemetry --output=json status"} {
		if status := home.Must("off", line); !strings.HasPrefix(status, `{"schema":1,"tool":"mytool","state":"on"`) {
			t.Errorf("%s: %s", line, status)
		}
	}
	home.Must("off", "telemetry off")
	if r := home.Line("off", "telemetry status --check"); r.Code != 3 {
		t.Errorf("after opting out: %+v", r)
	}
}

// Wrong use is 2, and is said on standard error alone.
func TestWrongUse(t *testing.T) {
	home := tooltest.NewHome(t)
	for line, says := range map[string]string{
		"telemetry stauts":               `did you mean status?`,
		"telemetry nonsense":             `mytool telemetry has no command "nonsense"`,
		"telemetry \x1b[31m":             "has no command",
		"telemetry --nonsense":           "unknown flag: --nonsense",
		"telemetry status --output xml":  "output",
		"telemetry status --show-id=x":   "show-id",
		"telemetry enable extra":         "takes no arguments",
		"telemetry help nonsense":        "has no command",
		"telemetry send --timeout never": "timeout",
	} {
		r := home.Line("off", line)
		if r.Code != 2 || r.Stdout != "" || !strings.Contains(r.Stderr, says) || strings.Contains(r.Stderr, "\x1b") || !strings.Contains(r.Stderr, "See: mytool telemetry") {
			t.Errorf("%s: %+v", line, r)
		}
	}
	if files := home.Files(); files != "" {
		t.Errorf("it left\n%s", files)
	}
}

func TestHelpAndCompletion(t *testing.T) {
	home := tooltest.NewHome(t)
	for _, line := range []string{"telemetry --help", "telemetry help", "help telemetry"} {
		help := home.Must("off", line)
		for _, word := range []string{"mytool telemetry disable", "status", "enable", "reset", "show", "events", "send", "delete"} {
			if !strings.Contains(help, word) {
				t.Errorf("%s does not say %q:\n%s", line, word, help)
			}
		}
		if strings.Contains(help, "\n  on ") || strings.Contains(help, "\n  off ") {
			t.Errorf("a hidden alias shows:\n%s", help)
		}
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

// What a flag is for is said once, beside what it takes.
func TestHelpOfFlags(t *testing.T) {
	for _, line := range []string{"telemetry --help", "telemetry send --help"} {
		help := tooltest.NewHome(t).Must("off", line)
		if !strings.Contains(help, "--output form ") || strings.Count(help, "text or json") != 1 {
			t.Errorf("%s:\n%s", line, help)
		}
	}
}
