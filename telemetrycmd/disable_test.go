package telemetrycmd

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

// brokenRecords are consent files that cannot be read as a decision.
var brokenRecords = map[string]string{
	"empty": "", "torn": "version = 1\nstate = \"ena", "zeros": strings.Repeat("\x00", 100), "JSON": `{"state":"enabled"}`,
	"too new": "version = 2\nstate = \"enabled\"\n", "too large": "version = 1\nstate = \"enabled\"\n#" + strings.Repeat("x", 5000),
	"wrong types": "version = \"1\"\nstate = 1\n", "other case": "version = 1\nstate = \"disabled\"\nSTATE = \"enabled\"\n",
}

// Whatever the state of things, disable ends with a refusal on disk and an empty
// queue, says nothing to anybody else, and records nothing.
func TestF58DisableWorks(t *testing.T) {
	prepare := map[string]func(*user){
		"nothing there":   func(*user) {},
		"enabled":         func(u *user) { u.must(exitDone, "telemetry enable") },
		"events wait":     func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy", "status") },
		"disabled":        func(u *user) { u.must(exitDone, "telemetry disable") },
		"reset":           func(u *user) { u.must(exitDone, "telemetry reset") },
		"DO_NOT_TRACK":    func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy"); u.env["DO_NOT_TRACK"] = "1" },
		"CI":              func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy"); u.env["CI"] = "true" },
		"variable":        func(u *user) { u.must(exitDone, "telemetry enable"); u.env["MYTOOL_TELEMETRY"] = "on" },
		"no exporter now": func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy"); u.receiver = nil },
		"record removed": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.remove(u.consentPath())
		},
		"queue damaged": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.write(filepath.Join(u.queueDir(), "state.json"), "{{{")
			u.write(filepath.Join(u.queueDir(), "segment-0000000000000001-00000000.jsonl"), "\x00\x00")
		},
		"a file in the place of the log": func(u *user) { u.write(filepath.Join(u.stateDir(), "events.jsonl", "file"), "") },
	}
	for name, text := range brokenRecords {
		prepare["record "+name] = func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.write(u.consentPath(), text)
		}
	}
	for name, prepare := range prepare {
		for _, command := range []string{"disable", "off"} {
			t.Run(name+"/"+command, func(t *testing.T) {
				u := newUser(t)
				to := u.receiver
				to.answer = fails(errors.New("there is no network"))
				prepare(u)
				for range 2 {
					r := u.mytool("telemetry " + command)
					equal(t, "exit code", r.code, exitDone)
					equal(t, "standard error", r.stderr, "")
					contains(t, "standard output", r.stdout, "To turn it on: mytool telemetry enable")
					equal(t, "the record", u.recordedDecision(), consent.Disabled)
				}
				u.env = map[string]string{}
				contains(t, "status", u.must(exitDone, "telemetry --output json"), `"state":"off"`, `"reason":"denied"`, `"events":0`)
				equal(t, "requests", to.asked, 0)
			})
		}
	}
}

func (u *user) remove(path string) {
	u.t.Helper()
	if err := os.RemoveAll(path); err != nil {
		u.t.Fatal(err)
	}
}

// Both parts are tried, even if the first fails, and somebody who could not opt
// out is told how to stay out meanwhile.
func TestF58DisableFails(t *testing.T) {
	t.Run("refusal", func(t *testing.T) {
		u := newUser(t)
		u.must(exitDone, "telemetry enable")
		u.record("deploy")
		u.remove(u.consentPath())
		u.write(filepath.Join(u.consentPath(), "file"), "") // a directory, which nothing replaces
		r := u.mytool("telemetry disable")
		equal(t, "exit code", r.code, exitFailed)
		equal(t, "standard output", r.stdout, "")
		contains(t, "standard error", r.stderr, "your refusal is not stored: ", "MYTOOL_TELEMETRY=off\n")
		contains(t, "status", u.must(exitDone, "telemetry --output json"), `"events":0`)
	})
	t.Run("removal", func(t *testing.T) {
		u := newUser(t)
		u.must(exitDone, "telemetry enable")
		u.remove(filepath.Join(u.stateDir(), "spool"))
		u.write(filepath.Join(u.stateDir(), "spool"), "a file")
		r := u.mytool("telemetry disable")
		equal(t, "exit code", r.code, exitFailed)
		contains(t, "standard error", r.stderr, "what waits to be sent: ", "; remove it\n", "MYTOOL_TELEMETRY=off\n")
		equal(t, "the record", u.recordedDecision(), consent.Disabled)
	})
	t.Run("no place for state", func(t *testing.T) {
		u := newUser(t)
		app := u.app()
		app.paths = paths{stateErr: errors.New("$HOME is not defined")}
		c := &commands{app: app, root: app.Command()}
		c.root.SetErr(new(strings.Builder))
		err := c.disable(c.root, outputText)
		equal(t, "exit code", app.exitCode(err), exitFailed)
		contains(t, "the error", err.Error(), "$HOME is not defined")
		equal(t, "the record", u.recordedDecision(), consent.Disabled)
	})
}

// The variable that a failed disable names does what it promises.
func TestF58VariableMeanwhile(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.env["MYTOOL_TELEMETRY"] = "off"
	contains(t, "status", u.must(exitRefused, "telemetry --check --output json"), `"reason":"env_off"`)
}

// Hooks and required flags of the tool keep nobody from opting out.
func TestDisableNeedsNothingOfTheTool(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	root := newRoot()
	root.PersistentPreRunE = func(*cobra.Command, []string) error { return errors.New("log in first") }
	root.PersistentPostRunE = func(*cobra.Command, []string) error { return errors.New("log out first") }
	root.PersistentFlags().String("token", "", "")
	root.PersistentFlags().String("user", "", "")
	root.PersistentFlags().String("output", "table", "the tool's own")
	if err := root.MarkPersistentFlagRequired("token"); err != nil {
		t.Fatal(err)
	}
	root.MarkFlagsOneRequired("token", "user")
	r := u.mytoolIn(t.Context(), root, "telemetry disable")
	equal(t, "exit code", r.code, exitDone)
	equal(t, "the record", u.recordedDecision(), consent.Disabled)
	if root.PersistentFlags().Lookup("token").Annotations == nil {
		t.Error("what the tool demands of its flag is forgotten")
	}
}

// A nil App has the command too: the tool must not fail for it.
func TestCommandOfNilApp(t *testing.T) {
	var app *App
	for line, want := range map[string]int{"": exitDone, "status": exitDone, "disable": exitFailed, "enable": exitFailed, "x y": exitFailed} {
		root := newRoot()
		root.AddCommand(app.Command())
		var out strings.Builder
		root.SetOut(&out)
		root.SetErr(&out)
		root.SetArgs(append([]string{"telemetry"}, strings.Fields(line)...))
		equal(t, line, app.exitCode(root.ExecuteContext(t.Context())), want)
		contains(t, line, out.String(), "off", "could not set it up")
	}
}

// What waits was recorded under a yes that is gone; a new one is no yes to that.
func TestEnableSendsNothingFromBefore(t *testing.T) {
	for name, end := range map[string]func(*user){
		"removed by hand": func(u *user) { u.remove(u.consentPath()) },
		"corrupt":         func(u *user) { u.write(u.consentPath(), "garbage") },
		"disabled by hand": func(u *user) {
			u.write(u.consentPath(), "version = 1\nstate = \"disabled\"\n")
		},
		"another notice": func(u *user) { u.purpose = "another one" },
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			end(u)
			u.must(exitDone, "telemetry enable")
			u.record("status")
			u.must(exitDone, "telemetry send")
			got := u.receiver.got(t)
			if strings.Contains(got, "deploy") || !strings.Contains(got, "status") {
				t.Errorf("the receiver got\n%s", got)
			}
		})
	}
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.must(exitDone, "telemetry enable")
	u.must(exitDone, "telemetry send")
	contains(t, "what was sent after a yes that repeats one", u.receiver.got(t), "deploy")
}

func TestEnableIsRefused(t *testing.T) {
	for _, variable := range []string{"CI", "GITHUB_ACTIONS", "BUILDKITE"} {
		u := newUser(t)
		u.env[variable] = "true"
		for _, command := range []string{"enable", "on"} {
			r := u.mytool("telemetry " + command)
			equal(t, "exit code", r.code, exitRefused)
			contains(t, "standard error", r.stderr, variable)
			equal(t, "standard output", r.stdout, "")
		}
		if files := u.files(); len(files) != 0 {
			t.Errorf("a refused enable left %v", files)
		}
	}
}

func TestF28EnableFails(t *testing.T) {
	u := newUser(t)
	u.write(filepath.Join(u.home, ".config"), "a file")
	r := u.mytool("telemetry enable")
	equal(t, "exit code", r.code, exitFailed)
	contains(t, "standard error", r.stderr, "not saved: ")
	if strings.Contains(r.stdout, "Telemetry is on") {
		t.Error("it says that telemetry is on")
	}
	contains(t, "status", u.must(exitRefused, "telemetry --check --output json"), `"reason":"record_unreadable"`)
}

func TestF25DisableReplacesANewerRecord(t *testing.T) {
	u := newUser(t)
	u.write(u.consentPath(), "version = 99\nstate = \"enabled\"\n")
	contains(t, "status", u.must(exitRefused, "telemetry --check --output json"), `"reason":"record_too_new"`)
	u.must(exitDone, "telemetry disable")
	contains(t, "status", u.must(exitRefused, "telemetry --check --output json"), `"reason":"denied"`)
}

// Whatever the receiver does, nothing is recorded about opting out.
func TestDisableRecordsNothingAboutItself(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	before := u.must(exitDone, "telemetry show")
	for _, command := range []string{"disable", "disable", "status", "show", "events", "enable", "disable"} {
		u.must(exitDone, "telemetry "+command)
	}
	u.mytool("telemetry send")
	equal(t, "what is recorded", u.must(exitDone, "telemetry show"), before)
	u.must(exitDone, "telemetry reset")
	equal(t, "after reset", u.must(exitDone, "telemetry show"), "none: you have not decided yet\n")
	equal(t, "requests", u.receiver.asked, 0)
}
