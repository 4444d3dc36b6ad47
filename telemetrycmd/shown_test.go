package telemetrycmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// With the variable "log" a run shows what would be sent, or "none" and why, in
// every state, and stores nothing.
func TestLogMode(t *testing.T) {
	enable := func(s *site) { s.with("ENDPOINT=http://127.0.0.1:1").must("telemetry", "enable") }
	for _, test := range []struct {
		name    string
		prepare func(*site)
		env     string
		none    string // "" is an event
	}{
		{"on", enable, "", ""},
		{"undecided", func(*site) {}, "", "you have not decided yet"},
		{"denied", func(s *site) { s.must("telemetry", "disable") }, "", "you disabled it"},
		{"do not track", enable, "DO_NOT_TRACK=1", "DO_NOT_TRACK is set"},
		{"CI", enable, "CI=true", "CI is set"},
		{"corrupt", func(s *site) { enable(s); put(s.t, s.consentPath(), "garbage") }, "", "cannot be read"},
		{"newer", func(s *site) { enable(s); put(s.t, s.consentPath(), "version = 9\nstate = \"enabled\"\n") }, "", "newer"},
		{"wider", enable, "WIDER=1", "changed"},
		{"state unusable", func(s *site) {
			enable(s)
			if err := os.MkdirAll(filepath.Dir(s.stateDir()), 0o700); err != nil {
				s.t.Fatal(err)
			}
			put(s.t, s.stateDir(), "a file")
		}, "", "the directory for state cannot be used: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t)
			test.prepare(s)
			shows := s.with("MYTOOL_TELEMETRY=log", "ENDPOINT=http://127.0.0.1:1")
			if test.env != "" {
				shows = shows.with(test.env)
			}
			before := s.tree()
			r := shows.run("tree", "deploy")
			equal(t, "exit code", r.code, exitDone)
			equal(t, "standard output", r.stdout, "out mytool deploy []\n")
			last := strings.TrimPrefix(r.stderr, "err deploy\n")
			if strings.Count(last, "\n") != 1 {
				t.Fatalf("standard error has not one line more: %q", r.stderr)
			}
			if test.none == "" {
				contains(t, "what is shown", last, `{"name":"command.invoke","tool":"mytool"`, `"attrs":{"command":"deploy","outcome":"ok"`)
			} else if !strings.HasPrefix(last, "none: ") || !strings.Contains(last, test.none) {
				t.Errorf("what is shown is %q, want none and %q", last, test.none)
			}
			for _, args := range []string{"help", "telemetry", "telemetry show", "--version", "completion bash", "secret"} {
				if r := shows.run("tree", strings.Fields(args)...); strings.Contains(r.stderr, "command.invoke") || strings.Contains(r.stderr, "none:") {
					t.Errorf("%s shows %q", args, r.stderr)
				}
			}
			equal(t, "what it left", s.tree(), before)
		})
	}
}

// The line that is shown is the one that would be sent, but for its time and ID.
func TestLogModeShowsTheBytes(t *testing.T) {
	s := newSite(t)
	s.must("telemetry", "enable")
	shown, _ := shownEvents(s.with("MYTOOL_TELEMETRY=log").must("remote", "add").stderr)
	s.must("remote", "add")
	sent := strings.TrimSuffix(s.must("telemetry", "show").stdout, "\n")
	if len(shown) != 1 {
		t.Fatalf("shown: %q", shown)
	}
	equal(t, "the line", withoutMoment(shown[0]), withoutMoment(sent))
}

// withoutMoment cuts the time and the ID out of an event.
func withoutMoment(line string) string {
	head, rest, _ := strings.Cut(line, `"timestamp_utc":`)
	_, attrs, _ := strings.Cut(rest, `"attrs":`)
	attrs, _, _ = strings.Cut(attrs, `"id":`)
	return head + attrs
}

// The tool's own events are shown as well, and those that are not declared are
// refused here too.
func TestLogModeShowsOwnEvents(t *testing.T) {
	s := newSite(t)
	s.must("telemetry", "enable")
	shown, _ := shownEvents(s.with("MYTOOL_TELEMETRY=log").must("own").stderr)
	if len(shown) != 2 || !strings.Contains(shown[0], `"page":"first"`) || !strings.Contains(shown[1], `"command":"own"`) {
		t.Errorf("shown: %q", shown)
	}
}
