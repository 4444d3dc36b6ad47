package telemetrycmd

import (
	"strings"
	"testing"
)

// Wrong use is 2 everywhere, says so on standard error only, and does nothing.
func TestWrongUse(t *testing.T) {
	lines := []string{
		"telemetry nonsense", "telemetry --nonsense", "telemetry --output", "telemetry --output=", "telemetry status --show-id=maybe",
		"telemetry send --timeout soon", "telemetry send --timeout 0s", "telemetry send --timeout -1s",
		"telemetry show --pending --past", "telemetry show --past --next",
	}
	for _, command := range []string{"status", "enable", "disable", "reset", "show", "events", "send", "on", "off"} {
		lines = append(lines, "telemetry "+command+" extra", "telemetry "+command+" --nonsense", "telemetry "+command+" --output xml")
	}
	u := newUser(t)
	for _, line := range lines {
		t.Run(line, func(t *testing.T) {
			r := u.mytool(line)
			equal(t, "exit code", r.code, exitWrongUse)
			equal(t, "standard output", r.stdout, "")
			contains(t, "standard error", r.stderr, "See: mytool telemetry", " --help\n")
		})
	}
	if files := u.files(); len(files) != 0 {
		t.Errorf("mytool left %v", files)
	}
}

func TestWrongUseSuggests(t *testing.T) {
	u := newUser(t)
	for typed, want := range map[string]string{
		"enabel": "did you mean enable?", "stauts": "did you mean status?", "dis": "did you mean disable?",
	} {
		contains(t, typed, u.mytool("telemetry "+typed).stderr, want)
	}
	r := u.mytool("telemetry \x1b[31mred")
	if strings.Contains(r.stderr, "\x1b") {
		t.Errorf("what was typed reaches the terminal: %q", r.stderr)
	}
}

func TestHelp(t *testing.T) {
	u := newUser(t)
	for _, line := range []string{"telemetry --help", "telemetry help", "help telemetry", "telemetry status --help", "telemetry enable -h", "telemetry disable -h", "telemetry reset -h", "telemetry show -h", "telemetry events -h", "telemetry send -h"} {
		text := u.must(exitDone, line)
		contains(t, line, text, "Usage:\n  mytool telemetry")
		for l := range strings.Lines(text) {
			if len(l) > 81 {
				t.Errorf("%s: a line of more than 80 columns: %s", line, l)
			}
		}
	}
	text := u.must(exitDone, "telemetry --help")
	contains(t, "the help", text, "telemetry disable", "status", "enable", "reset", "show", "events", "send", "telemetry.example.org")
	if n := strings.Count(text, "\n"); n > 24 {
		t.Errorf("the help has %d lines, which is more than a screen:\n%s", n, text)
	}
	if strings.Contains(text, "\n  on ") || strings.Contains(text, "\n  off ") {
		t.Errorf("an alias that is hidden shows:\n%s", text)
	}
	if files := u.files(); len(files) != 0 {
		t.Errorf("mytool left %v", files)
	}
}

func TestCompletion(t *testing.T) {
	u := newUser(t)
	for _, tt := range []struct {
		args string
		want []string
	}{
		{"telemetry §", []string{"status", "enable", "disable", "reset", "show", "events", "send"}},
		{"telemetry dis§", []string{"disable"}},
		{"telemetry --output §", []string{"text", "json"}},
		{"telemetry status --output §", []string{"text", "json"}},
		{"telemetry send --output §", []string{"text", "json"}},
		{"telemetry enable §", nil},
		{"telemetry disable §", nil},
	} {
		t.Run(tt.args, func(t *testing.T) {
			r := u.complete(strings.Fields(tt.args))
			equal(t, "exit code", r.code, exitDone)
			var got []string
			for line := range strings.Lines(r.stdout) {
				if word, _, _ := strings.Cut(strings.TrimSpace(line), "\t"); !strings.HasPrefix(word, ":") {
					got = append(got, word)
				}
			}
			for _, word := range tt.want {
				contains(t, "the completion", " "+strings.Join(got, " ")+" ", " "+word+" ")
			}
			equal(t, "number of words", len(got), len(tt.want))
		})
	}
	if files := u.files(); len(files) != 0 {
		t.Errorf("mytool left %v", files)
	}
}

func TestCommandCanBeMadeTwice(t *testing.T) {
	app := newUser(t).app()
	if one, two := app.Command(), app.Command(); one == two {
		t.Error("Command returned the same command twice, which cannot have two parents")
	}
}
