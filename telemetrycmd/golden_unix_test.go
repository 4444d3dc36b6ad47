//go:build unix

package telemetrycmd

import (
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// session runs mytool with command lines, and returns what one sees of it in a
// terminal, standard error marked. What differs from run to run is replaced.
func (u *user) session(lines ...string) string {
	u.t.Helper()
	var b strings.Builder
	for _, line := range lines {
		r := u.mytool(line)
		b.WriteString("$ mytool " + line + "\n" + r.stdout)
		for l := range strings.Lines(r.stderr) {
			b.WriteString("! " + l)
		}
		if r.code != exitDone {
			b.WriteString("(exit code " + string(rune('0'+r.code)) + ")\n")
		}
		b.WriteString("\n")
	}
	text := strings.ReplaceAll(b.String(), u.home, "HOME")
	for _, r := range replacements {
		text = r.pattern.ReplaceAllString(text, r.by)
	}
	return text
}

var replacements = []struct {
	pattern *regexp.Regexp
	by      string
}{
	{regexp.MustCompile(`\d{4}-\d\d-\d\dT[\d:.]+Z`), "TIME"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC`), "TIME"},
	{regexp.MustCompile(`\d{4}-\d\d-\d\d`), "YYYY-MM-DD"},
	{regexp.MustCompile(`(Machine ID     )([0-9a-f]{4}…|another one .*)`), "${1}1234…"},
	{regexp.MustCompile(`"kind":"(machine|random)","id":("[0-9a-f]{4}…"|null),"stable":(true|false)`), `"kind":"machine","id":"1234…","stable":true`},
	{regexp.MustCompile(`\b[0-9a-f]{64}\b`), "MACHINE"},
	{regexp.MustCompile(`\b[0-9a-f]{32}\b`), "ID"},
	{regexp.MustCompile(`\b[0-9a-f]{12}\b`), "NOTICE"},
	{regexp.MustCompile(`, [1-9][0-9.]* (B|KiB) +`), ", SIZE  "},
	{regexp.MustCompile(`"bytes":[1-9]\d*`), `"bytes":SIZE`},
}

const statusLines = "telemetry|telemetry status --check|telemetry status --output json"

func TestGoldenStatus(t *testing.T) {
	for name, prepare := range map[string]func(*user){
		"undecided": func(*user) {},
		"on":        func(u *user) { u.must(exitDone, "telemetry enable"); u.record("deploy", "status") },
		"sent": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.must(exitDone, "telemetry send")
			u.record("status")
		},
		"failing": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.receiver.answer = fails(retryLater(2 * time.Hour))
			u.must(exitFailed, "telemetry send")
		},
		"disabled": func(u *user) { u.must(exitDone, "telemetry disable") },
		"vetoes": func(u *user) {
			u.env = map[string]string{"DO_NOT_TRACK": "1", "MYTOOL_TELEMETRY": "log", "GITHUB_ACTIONS": "secret-value"}
		},
		"variable-on":      func(u *user) { u.env["MYTOOL_TELEMETRY"] = "yes" },
		"variable-unknown": func(u *user) { u.env["MYTOOL_TELEMETRY"] = "secret-value" },
		"corrupt":          func(u *user) { u.write(u.consentPath(), "state = enabled") },
		"too-new":          func(u *user) { u.write(u.consentPath(), "version = 2\nstate = \"enabled\"\n") },
		"widened": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.purpose = "another one"
		},
		"nobody": func(u *user) {
			u.receiver = nil
			u.must(exitDone, "telemetry enable")
		},
		"reset": func(u *user) {
			u.must(exitDone, "telemetry enable")
			u.record("deploy")
			u.must(exitDone, "telemetry reset")
			u.must(exitDone, "telemetry enable")
		},
	} {
		t.Run(name, func(t *testing.T) {
			u := newUser(t)
			t.Setenv("HOME", u.home)
			prepare(u)
			text := u.session(strings.Split(statusLines, "|")...)
			if strings.Contains(text, "secret-value") {
				t.Errorf("the value of a variable is shown:\n%s", text)
			}
			golden(t, "status-"+name, text)
		})
	}
}

func TestGoldenSession(t *testing.T) {
	u := newUser(t)
	t.Setenv("HOME", u.home)
	u.set = func(cfg *Config) { cfg.Recipient = "the makers of mytool" }
	text := u.session("telemetry show", "telemetry send", "telemetry enable")
	u.record("deploy", "status")
	text += u.session("telemetry show", "telemetry show --output json", "telemetry show --past", "telemetry send", "telemetry send",
		"telemetry show", "telemetry show --pending", "telemetry disable", "telemetry disable", "telemetry send", "telemetry show",
		"telemetry reset", "telemetry reset", "telemetry show", "telemetry on --output json", "telemetry off --output json")
	golden(t, "session", text)
}

func TestGoldenRefusals(t *testing.T) {
	u := newUser(t)
	t.Setenv("HOME", u.home)
	u.env["CI"] = "true"
	text := u.session("telemetry enable", "telemetry disable")
	u.env = map[string]string{"DO_NOT_TRACK": "1"}
	text += u.session("telemetry enable", "telemetry send")
	u.env = map[string]string{}
	u.record("deploy")
	u.receiver.answer = fails(&telemetry.Error{Kind: telemetry.ErrHTTP, Op: "httpsink: post", Err: errors.New("503 Service Unavailable")})
	text += u.session("telemetry send", "telemetry send --output json", "telemetry show --pending")
	u.write(filepath.Join(u.home, "file"), "")
	u.set = func(cfg *Config) {
		cfg.ConsentPath = filepath.Join(u.home, "file", "consent.toml")
		cfg.StateDir = filepath.Join(u.home, "file", "state")
	}
	text += u.session("telemetry", "telemetry enable", "telemetry disable", "telemetry reset", "telemetry show")
	golden(t, "refusals", text)
}

func TestGoldenHelp(t *testing.T) {
	u := newUser(t)
	golden(t, "help", u.session("telemetry --help", "telemetry status --help", "telemetry enable --help", "telemetry disable --help",
		"telemetry reset --help", "telemetry show --help", "telemetry events --help", "telemetry send --help", "telemetry enabel", "telemetry show --pending --past"))
}

func TestGoldenEvents(t *testing.T) {
	u := newUser(t)
	golden(t, "events", u.session("telemetry events --output json"))
	var notice strings.Builder
	if err := u.app().catalog.WriteNotice(&notice); err != nil {
		t.Fatal(err)
	}
	equal(t, "telemetry events", u.must(exitDone, "telemetry events"), notice.String())
}

// The first lines of the status answer what somebody who reads nothing else wants
// to know: does anything leave this machine, and how does that end?
func TestFirstLinesOfStatus(t *testing.T) {
	u := newUser(t)
	equal(t, "off", strings.Join(strings.SplitAfter(u.must(exitDone, "telemetry"), "\n")[:2], ""), "Telemetry      off\nReason         you have not decided yet\n")
	u.must(exitDone, "telemetry enable")
	lines := strings.Join(strings.SplitAfter(u.must(exitDone, "telemetry"), "\n")[:4], "")
	contains(t, "on", lines, "Telemetry      on\n", "Reason         you enabled it on ", "To stop it     mytool telemetry disable\n", "Sends to       telemetry.example.org")
}

func TestMachineIDIsMasked(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	whole := u.app().identity(u.app().gate())
	if whole.kind != "machine" {
		t.Logf("this machine has no ID: %q", whole.kind)
	}
	for _, line := range []string{"telemetry", "telemetry --output json"} {
		if text := u.must(exitDone, line); whole.id != "" && strings.Contains(text, whole.id[:8]) {
			t.Errorf("mytool %s shows the machine ID:\n%s", line, text)
		}
		contains(t, "with --show-id", u.must(exitDone, line+" --show-id"), whole.id)
	}
	u.must(exitDone, "telemetry disable")
	contains(t, "off", u.must(exitDone, "telemetry --show-id --output json"), `"identity":{"kind":"none","id":null,"stable":null}`)
}
