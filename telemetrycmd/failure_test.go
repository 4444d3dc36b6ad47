package telemetrycmd

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
)

// Programs get the status whatever became of the command, and the exit code says
// that.
func TestStatusAsJSONOfACommandThatFails(t *testing.T) {
	spoilQueue := func(u *user) { u.write(filepath.Join(u.stateDir(), "spool"), "a file") }
	for _, test := range []struct {
		line  string
		spoil func(*user)
		code  int
		says  string
	}{
		{"telemetry enable", func(u *user) { u.env["CI"] = "true" }, exitRefused, "refused: CI is set"},
		{"telemetry enable", spoilQueue, exitFailed, "not saved: "},
		{"telemetry disable", spoilQueue, exitFailed, "what waits to be sent: "},
		{"telemetry reset", spoilQueue, exitFailed, "what waits to be sent: "},
	} {
		u := newUser(t)
		test.spoil(u)
		r := u.mytool(test.line + " --output json")
		equal(t, test.line, r.code, test.code)
		contains(t, test.line, r.stderr, test.says)
		var status struct {
			Schema  int
			Sending *bool
		}
		if err := json.Unmarshal([]byte(r.stdout), &status); err != nil || status.Schema != 1 || status.Sending == nil || *status.Sending {
			t.Errorf("%s prints %q: %v", test.line, r.stdout, err)
		}
		equal(t, test.line+", for a person", u.mytool(test.line).stdout == r.stdout, false)
	}
}

// That somebody was asked, or looked, is no sign that anything was sent.
func TestStatusAfterTheQuestion(t *testing.T) {
	u := newUser(t)
	u.write(filepath.Join(u.stateDir(), "asked"), "notice\n")
	contains(t, "status", u.must(exitDone, "telemetry"), "telemetry.example.org (nothing has ever been sent)")
}

// An identity that was used is not said to be one that was never made.
func TestStatusOfAnIdentityThatIsNotUsed(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.env["DO_NOT_TRACK"] = "1"
	contains(t, "status", u.must(exitDone, "telemetry"), "Machine ID     none (not used while it is off)\n")
}

func TestHelpOfACommand(t *testing.T) {
	u := newUser(t)
	equal(t, "help", u.must(exitDone, "telemetry help enable"), u.must(exitDone, "telemetry enable --help"))
	contains(t, "an unknown command", u.mytool("telemetry help nosuch").stderr, `has no command "nosuch"`)
	u.must(exitWrongUse, "telemetry help nosuch")
	contains(t, "a command behind --", u.mytool("telemetry -- enable").stderr, "takes no arguments")
}

// Nobody agrees to a notice that could not be shown.
func TestEnableWithoutANotice(t *testing.T) {
	u := newUser(t)
	app := u.app()
	root := newRoot()
	root.AddCommand(app.Command())
	root.SetOut(full{})
	root.SetErr(new(strings.Builder))
	root.SetArgs([]string{"telemetry", "enable"})
	equal(t, "exit code", app.exitCode(root.ExecuteContext(t.Context())), exitFailed)
	equal(t, "the record", u.recordedDecision(), consent.Unset)
}

// full is a disk without room.
type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }
