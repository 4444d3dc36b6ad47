package kongcmd_test

import (
	"testing"

	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/internal/wholetest"
)

// lines are command lines of mytool, and what is recorded of them: "" is nothing.
var lines = []struct{ args, recorded string }{
	{"deploy", "deploy: ok"},
	{"deploy production --count 3", "deploy: ok"},
	{"ship production", "deploy: ok"},
	{"--verbose deploy", "deploy: ok"},
	{"remote add origin", "remote add: ok"},
	{"remote new origin", "remote add: ok"},
	{"remote deep down", "remote deep down: ok"},
	{"remote remove", "remote remove: error"},
	{"default", "default one: ok"},
	{"default two", "default two: ok"},
	{"default x", "default one: ok"},
	{"branch geheim show", "branch show: ok"},
	{"fail", "fail: error"},
	{"coded", "coded: error"},
	{"fatal", "fatal: error"},
	{"needy", "needy: error"},
	{"needy --token geheim", "needy: ok"},
	{"early", "early: error"},
	{"late", "late: error"},

	{"deploy --nonsense", "deploy: error"},
	{"deploy --count many", "deploy: error"},
	{"remote", "remote: error"},
	{"--nonsense", "mytool: error"},
	{"", "mytool: error"},
	{"deplyo", "unknown: error"},
	{"hunter2 --password hunter2", "unknown: error"},

	{"panic-text", "panic-text: panic"},
	{"panic-error", "panic-error: panic"},
	{"panic-value", "panic-value: panic"},
	{"panic-map", "panic-map: panic"},
	{"panic-twice", "panic-twice: panic"},
	{"exit", ""},
	{"cancelled", "cancelled: cancelled"},
	{"interrupt", "interrupt: cancelled"},

	{"my-shell-alias --x", "alias: ok"},
	{"mysecretproject", "plugin: ok"},
	{"my-plugin --help --unknown x", "plugin: ok"},
	{"exec --help x", "exec: ok"},

	{"--help", ""},
	{"deploy -h", ""},
	{"--version", ""},
	{"completion", ""},
	{"secret", ""},
	{"telemetry", ""},
	{"telemetry --help", ""},
}

// Output, exit code and panic are those of the same tree without an App, whatever
// is decided, and nothing that the user typed or named is recorded.
func TestSameAsWithoutUs(t *testing.T) {
	for _, line := range lines {
		t.Run(line.args, func(t *testing.T) {
			t.Parallel()
			tooltest.Same(t, line.args, line.recorded, wholetest.Of([]string{"on"}, []string{"on", "main"})...)
		})
	}
}

// A nil App is no App.
func TestNilApp(t *testing.T) {
	home := tooltest.NewHome(t)
	for _, line := range []string{"deploy", "fail", "coded", "deplyo", "--help"} {
		home.Line("nil", line).Is(t, home.Line("plain", line))
	}
	if r := home.Line("nil", "telemetry"); r.Code != 0 {
		t.Errorf("telemetry: %+v", r)
	}
}
