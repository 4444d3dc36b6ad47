package telemetrycmd

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
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
	{"silent", "silent: error"},
	{"old", "old: ok"},
	{"needy", "needy: error"},
	{"needy --token geheim", "needy: ok"},
	{"exact", "exact: error"},
	{"exact one", "exact: ok"},
	{"exact one two", "exact: error"},
	{"plugin --help --unknown x", "plugin: ok"},

	{"s x", "stop: ok"},
	{"stat", "unknown: error"},

	{"deploy --nonsense", "deploy: error"},
	{"deploy --count many", "deploy: error"},
	{"--nonsense", "mytool: error"},
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
	{"panic-nil", "panic-nil: panic"},
	{"panic-twice", "panic-twice: panic"},
	{"exit", ""},
	{"finish", "finish: error"},
	{"finish-and-return", "finish-and-return: ok"},
	{"cancelled", "cancelled: cancelled"},
	{"interrupt", "interrupt: cancelled"},
	{"nested", "inner: error\nnested: ok"},

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
}

// Output, exit code and panic are those of the same tree without an App, whatever
// is decided and whatever becomes of deliveries. Of the trace of a panic, what
// follows its text is not compared: it has other frames.
func TestF59SameAsWithoutUs(t *testing.T) {
	accepts := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(accepts.Close)
	plain := newSite(t)
	on := newSite(t, "ENDPOINT="+accepts.URL)
	on.must("telemetry", "enable")
	off := newSite(t)
	denied := newSite(t)
	denied.must("telemetry", "disable")
	before := off.tree()
	for _, line := range lines {
		t.Run(line.args, func(t *testing.T) {
			args := strings.Fields(line.args)
			want := plain.run("plain", args...)
			same(t, "off", off.run("tree", args...), want)
			same(t, "denied", denied.run("tree", args...), want)

			recorded := on.summary()
			same(t, "on", on.run("tree", args...), want)
			equal(t, "recorded", strings.TrimSpace(strings.TrimPrefix(on.summary(), recorded)), line.recorded)

			shown := on.with("MYTOOL_TELEMETRY=log").run("tree", args...)
			n := 0
			if line.recorded != "" {
				n = 1 + strings.Count(line.recorded, "\n")
			}
			events, rest := shownEvents(shown.stderr)
			equal(t, "number of events that are shown", len(events), n)
			shown.stderr = rest
			same(t, "shown", shown, want)
		})
	}
	equal(t, "what telemetry that is off left", off.tree(), before)
	for _, e := range on.events() {
		line, err := e.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, typed := range []string{"hunter2", "geheim", "production", "secret", "ship", "deplyo"} {
			if strings.Contains(string(line), typed) {
				t.Errorf("%s has %q, which was typed", line, typed)
			}
		}
	}
}

// shownEvents takes the lines that are events from standard error.
func shownEvents(stderr string) (events []string, rest string) {
	var others strings.Builder
	for line := range strings.Lines(stderr) {
		if strings.HasPrefix(line, `{"name":`) {
			events = append(events, strings.TrimSuffix(line, "\n"))
		} else {
			others.WriteString(line)
		}
	}
	return events, others.String()
}

func same(t *testing.T, what string, got, want result) {
	t.Helper()
	equal(t, what+": exit code", got.code, want.code)
	equal(t, what+": standard output", got.stdout, want.stdout)
	equal(t, what+": standard error", beforeTrace(got.stderr), beforeTrace(want.stderr))
}

// beforeTrace cuts what a process that ends in a panic prints about goroutines.
func beforeTrace(stderr string) string {
	text, _, _ := strings.Cut(stderr, "\ngoroutine ")
	return text
}
