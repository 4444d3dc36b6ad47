package telemetrycmd

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/machineid"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func machineHasID() bool { return machineid.Stable() }

// What show prints is what the receiver gets, byte for byte, and stays so when it
// has been sent.
func TestShowIsWhatIsSent(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy", "status", "deploy")
	shown := u.must(exitDone, "telemetry show")
	equal(t, "lines", strings.Count(shown, "\n"), 3)
	equal(t, "--pending", u.must(exitDone, "telemetry show --pending"), shown)
	contains(t, "--past", u.must(exitDone, "telemetry show --past"), "none: ")
	u.must(exitDone, "telemetry send")
	equal(t, "sent", u.receiver.got(t), shown)
	equal(t, "show after that", u.must(exitDone, "telemetry show"), shown)
	equal(t, "--past after that", u.must(exitDone, "telemetry show --past"), shown)
	u.record("status")
	all := u.must(exitDone, "telemetry show")
	waiting := u.must(exitDone, "telemetry show --pending")
	equal(t, "waiting and past", all, waiting+shown)
	u.must(exitDone, "telemetry disable")
	past := u.mytool("telemetry show")
	equal(t, "lines that disable left", strings.Count(past.stdout, "\n"), 4)
	contains(t, "standard error", past.stderr, "4 events of the past.")
}

func TestShowAsJSON(t *testing.T) {
	u := newUser(t)
	var got struct {
		Schema  int
		Pending []json.RawMessage
		Past    []json.RawMessage
		Next    []json.RawMessage
		None    *string
	}
	show := func(line string) {
		t.Helper()
		got.Pending, got.Past, got.Next, got.None = nil, nil, nil, nil
		if err := json.Unmarshal([]byte(u.must(exitDone, line+" --output json")), &got); err != nil {
			t.Fatal(err)
		}
	}
	show("telemetry show")
	if got.Schema != 1 || got.Pending == nil || got.Past == nil || got.None == nil || *got.None != "you have not decided yet" {
		t.Errorf("with nothing recorded: %+v", got)
	}
	show("telemetry show --next")
	equal(t, "examples", len(got.Next), 1)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.must(exitDone, "telemetry send")
	u.record("status")
	lines := strings.Split(u.must(exitDone, "telemetry show"), "\n")
	show("telemetry show")
	if len(got.Pending) != 1 || len(got.Past) != 1 || got.None != nil || string(got.Pending[0]) != lines[0] || string(got.Past[0]) != lines[1] {
		t.Errorf("%q and %q, and as text\n%s", got.Pending, got.Past, lines)
	}
}

// Lines that are no events, a torn one among them, are left out and counted.
func TestShowOfADamagedLog(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	want := u.must(exitDone, "telemetry show")
	log := filepath.Join(u.stateDir(), "events.jsonl")
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	u.must(exitDone, "telemetry disable") // so that nothing waits
	u.write(log, "garbage\n\n{}\n"+strings.Repeat("\x00", 100_000)+"\n"+`{"name":"`+strings.Repeat("x", 9<<20)+"\"}\n"+string(text)+`{"name":"torn`)
	r := u.mytool("telemetry show")
	equal(t, "exit code", r.code, exitDone)
	equal(t, "standard output", r.stdout, want)
	contains(t, "standard error", r.stderr, "5 lines in the log left out")
}

// Older files of the log are shown before it.
func TestShowOfARotatedLog(t *testing.T) {
	u := newUser(t)
	for i, name := range []string{"events.jsonl.2", "events.jsonl.1", "events.jsonl"} {
		line, err := telemetry.Event{Name: string(rune('a' + i)), Tool: "mytool"}.AppendJSON(nil)
		if err != nil {
			t.Fatal(err)
		}
		u.write(filepath.Join(u.stateDir(), name), string(line)+"\n")
	}
	var order []byte
	for line := range strings.Lines(u.must(exitDone, "telemetry show")) {
		order = append(order, line[len(`{"name":"`)])
	}
	equal(t, "order", string(order), "abc")
}

// On a terminal, what a terminal would obey is escaped; into a pipe go the bytes.
func TestF60EscapesInShow(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	evil := "\U000e0001\x1b]0;owned\a\x1b[2J\u009b31m\u202etxt\u2066\u2028\x7f\u200b"
	queue := spoolsink.New(u.queueDir(), nil, nil)
	e := telemetry.Event{Name: "evil", Tool: "mytool", TimestampUTC: time.Now(), Attrs: telemetry.Attrs{{Key: "text", Value: evil}}}
	if err := queue.Emit(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if err := queue.Close(); err != nil {
		t.Fatal(err)
	}
	exact := u.must(exitDone, "telemetry show")
	want, err := e.AppendJSON(nil)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "into a pipe", exact, string(want)+"\n")

	for _, out := range []output{outputText, outputJSON} {
		var b bytes.Buffer
		w := newEventWriter(&b, out)
		w.escapes = true
		c := &commands{app: u.app()}
		c.root = c.app.Command()
		if _, err := c.writeEvents(w, showOptions{pending: true, past: true}, c.app.gate()); err != nil {
			t.Fatal(err)
		}
		if err := w.end(""); err != nil {
			t.Fatal(err)
		}
		for _, r := range b.String() {
			if r != '\n' && isObeyed(r) {
				t.Errorf("%q reaches the terminal", r)
			}
		}
		var back telemetry.Event
		var list struct{ Pending []telemetry.Event }
		switch out {
		case outputText:
			err = json.Unmarshal(b.Bytes(), &back)
		case outputJSON:
			if err = json.Unmarshal(b.Bytes(), &list); err == nil {
				back = list.Pending[0]
			}
		}
		if err != nil {
			t.Fatalf("what is shown on a terminal is no JSON: %v\n%s", err, b.String())
		}
		value, _ := back.Attrs.Get("text")
		equal(t, "the value that is shown", value, evil)
	}
}

// The same holds of every other text: a reason, a path, an error of the receiver.
func TestF60EscapesElsewhere(t *testing.T) {
	u := newUser(t)
	u.set = func(cfg *Config) { cfg.Recipient = "evil\x1b[2Jhost" }
	u.must(exitDone, "telemetry enable")
	u.record("deploy")
	u.receiver.answer = fails(errEvil{})
	for _, line := range []string{"telemetry send", "telemetry", "telemetry --output json", "telemetry --help", "telemetry send --output json", "telemetry \x1b[2J", "telemetry --\x1b[2J", "telemetry --output \x1b[2J"} {
		r := u.mytool(line)
		if strings.Contains(r.stdout+r.stderr, "\x1b") {
			t.Errorf("mytool %q: an escape sequence reaches the terminal: %q %q", line, r.stdout, r.stderr)
		}
	}
}

type errEvil struct{}

func (errEvil) Error() string { return "evil\x1b[2J" }

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"plain, naïve, 日本 \U0001F600\n": "plain, naïve, 日本 \U0001F600\n",
		"\x1b[31m":                      `\u001b[31m`,
		"a\r\tb\x00":                    `a\u000d\u0009b\u0000`,
		"\xff\xfe":                      `\xff\xfe`,
		"\uFFFD":                        "\uFFFD",
		"\u202e\u2069\u2028\u00ad":      `\u202e\u2069\u2028\u00ad`,
		"\U000e0001":                    `\udb40\udc01`,
	} {
		equal(t, "printable", printable(text), want)
	}
}
