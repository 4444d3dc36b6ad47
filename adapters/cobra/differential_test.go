package cobracmd_test

import (
	"strings"
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
	{"fail", "fail: error"},
	{"two", "two: error"},
	{"done", "done: ok"},
	{"silent", "silent: error"},
	{"old", "old: ok"},
	{"needy", "needy: error"},
	{"needy --token geheim", "needy: ok"},
	{"exact", "exact: error"},
	{"exact one", "exact: ok"},
	{"exact one two", "exact: error"},
	{"none one", "none: error"},
	{"s x", "stop: ok"},

	{"deploy --nonsense", "deploy: error"},
	{"deploy --count many", "deploy: error"},
	{"--nonsense", "mytool: error"},
	{"stat", "unknown: error"},
	{"deplyo", "unknown: error"},
	{"hunter2 --password hunter2", "unknown: error"},

	{"hooked all", "hooked all: ok"},
	{"hooked barred", "hooked barred: error"},
	{"hooked early", "hooked early: error"},
	{"hooked late", "hooked late: error"},
	{"hooked panics", "hooked panics: panic"},

	{"panic-text", "panic-text: panic"},
	{"panic-error", "panic-error: panic"},
	{"panic-value", "panic-value: panic"},
	{"panic-map", "panic-map: panic"},
	{"panic-twice", "panic-twice: panic"},
	{"exit", ""},
	{"cancelled", "cancelled: cancelled"},
	{"interrupt", "interrupt: cancelled"},

	{"my-add origin", "remote add: ok"},
	{"my-add-twice origin", "remote add: ok"},
	{"again origin", "remote add: ok"},
	{"my-fail", "fail: error"},
	{"my-panic", "panic-text: panic"},
	{"my-typo", "unknown: error"},
	{"my-status", ""},
	{"my-shell-alias --x", "alias: ok"},
	{"mysecretproject", "plugin: ok"},
	{"my-plugin --help --unknown x", "plugin: ok"},
	{"my-annotated", "plugin: ok"},
	{"exec --help x", "exec: ok"},

	{"", ""},
	{"remote", ""},
	{"remote hunter2", ""},
	{"help", ""},
	{"help deploy", ""},
	{"--help", ""},
	{"deploy -h", ""},
	{"--version", ""},
	{"-v", ""},
	{"version", ""},
	{"completion bash", ""},
	{"__complete dep", ""},
	{"__completeNoDesc remote ", ""},
	{"secret", ""},
	{"secret below", ""},
	{"telemetry --nonsense", ""},
	{"telemetry nonsense", ""},
	{"telemetry help", ""},
}

// Output, exit code and panic are those of the same tree without an App, whatever
// is decided and however the tree is run, and nothing that the user typed or named
// is recorded.
func TestSameAsWithoutUs(t *testing.T) {
	for _, line := range lines {
		t.Run(line.args, func(t *testing.T) {
			t.Parallel()
			tooltest.Same(t, line.args, line.recorded, wholetest.Of([]string{"on"}, []string{"on", "around"})...)
		})
	}
}

// A nil App is no App.
func TestNilApp(t *testing.T) {
	home := tooltest.NewHome(t)
	for _, line := range []string{"deploy", "fail", "two", "deplyo", "--help"} {
		home.Line("nil", line).Is(t, home.Line("plain nil", line))
	}
	if r := home.Line("nil", "telemetry"); r.Code != 0 || !strings.HasPrefix(r.Stdout, "Telemetry      off\n") {
		t.Errorf("telemetry: %+v", r)
	}
}
