package app

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/consent"
)

func TestExitCodes(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for _, test := range []struct {
		args string
		env  string
		code int
	}{
		{"telemetry", "", 0},
		{"telemetry status", "", 0},
		{"telemetry status --check", "", 3},
		{"telemetry help", "", 0},
		{"telemetry --help", "", 0},
		{"telemetry help send", "", 0},
		{"telemetry send -h", "", 0},
		{"telemetry nope", "", 2},
		{"telemetry help nope", "", 2},
		{"telemetry status now", "", 2},
		{"telemetry --nope", "", 2},
		{"telemetry send --timeout 0s", "", 2},
		{"telemetry show --past --next", "", 2},
		{"telemetry --output xml", "", 2},
		{"telemetry enable", "", 3},
		{"telemetry enable --yes", "CI=1", 3},
		{"telemetry enable --yes", "CLAUDECODE=1", 3},
		{"telemetry enable --yes", "DO_NOT_TRACK=1", 0},
		{"telemetry on --yes", "", 0},
		{"telemetry disable", "CI=1", 0},
		{"telemetry off", "", 0},
		{"telemetry reset", "", 0},
		{"telemetry show", "", 0},
		{"telemetry show --next", "", 0},
		{"telemetry events", "", 0},
		{"telemetry send", "", 3},
		{"telemetry delete", "", 0},
	} {
		m := newMachine(t).sendingTo(r)
		if test.env != "" {
			m = m.with(test.env)
		}
		if got := m.run(strings.Fields(test.args)...); got.code != test.code {
			t.Errorf("%s %s: exit code %d, want %d\n%s%s", test.env, test.args, got.code, test.code, got.stdout, got.stderr)
		}
	}
}

// A user who mistypes a flag's value learns what to write.
func TestAWrongValueOfAFlagSaysWhatToWrite(t *testing.T) {
	a, _ := newTool(t)
	for _, verb := range []string{"send", "delete"} {
		for value, want := range map[string]string{
			"5": "use a duration such as 5s", "never": "use a duration such as 5s", "": "use a duration such as 5s",
			"0": "longer than 0", "-1s": "longer than 0",
		} {
			var out, errs strings.Builder
			l := commandLine{command: "mytool telemetry", verbs: a.Verbs(), stdout: &out, stderr: &errs}
			if code := l.run(t.Context(), []string{verb, "--timeout=" + value}); code != exitWrongUse || !strings.Contains(errs.String(), "for flag -timeout: ") || !strings.Contains(errs.String(), want) {
				t.Errorf("%s --timeout=%s: exit code %d, %q", verb, value, code, errs.String())
			}
		}
	}
}

// A user reads what went wrong, and not which package of ours says so.
func TestTextsOfFailuresNameNoPackage(t *testing.T) {
	a, _ := newTool(t)
	if err := os.RemoveAll(filepath.Dir(a.gate.now().Path)); err != nil {
		t.Fatal(err)
	}
	path := a.gate.now().Path
	if err := os.MkdirAll(path, 0o700); err != nil { // a directory in the place of the record
		t.Fatal(err)
	}
	if err := a.gate.refuse(); err == nil || !strings.HasPrefix(err.Error(), path+": ") || strings.Contains(err.Error(), "I/O error") {
		t.Errorf("a refusal: %v", err)
	}
	for text, want := range map[string]string{
		"httpsink: post to https://example.org: HTTP error: status 503": "status 503",
		"otlpsink: post to https://example.org: OTLP error: EOF":        "EOF",
		"of an author's own": "of an author's own",
	} {
		if got := answered(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestShowPastWhileEventsWait(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
	m.must("print", "x")
	if text := m.must("telemetry", "show", "--past"); text != "none: nothing has been recorded but what waits to be sent\n" {
		t.Errorf("it says %q", text)
	}
}

var (
	instants = regexp.MustCompile(`\d{4}-\d\d-\d\d([ T]\d\d:\d\d:\d\d(\.\d+)?( UTC|Z)?)?`)
	ids      = regexp.MustCompile(`[0-9a-f]{64}`)
	short    = regexp.MustCompile(`[0-9a-f]{4}…`)
	eventIDs = regexp.MustCompile(`"id":"[0-9a-f]{32}"`)
	tooks    = regexp.MustCompile(`"took":"[^"]+"`)
	builtFor = regexp.MustCompile(`"host.arch":"\w+"`)
	sizes    = regexp.MustCompile(`\d+(\.\d+)? (B|KiB)\b|"bytes":[1-9]\d*`)
	dates    = regexp.MustCompile(`by \d+ \w+ \d{4}`)
)

// masked replaces what differs from run to run.
func (m *machine) masked(r *receiver, text string) string {
	text = strings.ReplaceAll(text, m.home, "HOME")
	text = strings.ReplaceAll(text, r.url, "ENDPOINT")
	text = instants.ReplaceAllString(text, "TIME")
	text = ids.ReplaceAllString(text, "ID")
	text = short.ReplaceAllString(text, "ID…")
	text = eventIDs.ReplaceAllString(text, `"id":"ID"`)
	text = tooks.ReplaceAllString(text, `"took":"BUCKET"`)
	text = builtFor.ReplaceAllString(text, `"host.arch":"ARCH"`)
	text = dates.ReplaceAllString(text, "by DATE")
	return sizes.ReplaceAllString(text, "SIZE")
}

// A user's acquaintance with telemetry, as it looks.
func TestSessionOfAUser(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("paths and attributes are those of Linux")
	}
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r)
	var all strings.Builder
	show := func(args ...string) {
		got := m.run(args...)
		text := "$ mytool " + strings.Join(args, " ") + "\n" + got.stdout
		if got.stderr != "" {
			text += "(2) " + strings.ReplaceAll(strings.TrimSuffix(got.stderr, "\n"), "\n", "\n(2) ") + "\n"
		}
		if got.code != 0 {
			text += "exit code " + string(rune('0'+got.code)) + "\n"
		}
		all.WriteString(m.masked(r, text) + "\n")
	}
	show("telemetry")
	show("telemetry", "--output", "json")
	show("telemetry", "show")
	show("telemetry", "show", "--next")
	show("telemetry", "enable")
	show("telemetry", "enable", "--yes")
	show("print", "hello")
	r.gets(1)
	m.hasNoted()
	show("print", "hello")
	show("telemetry", "show")
	show("telemetry")
	show("telemetry", "--output", "json")
	show("telemetry", "send")
	show("telemetry", "send")
	show("telemetry", "send", "--output", "json")
	m.env = append(m.env, "MYTOOL_TELEMETRY=log")
	show("print", "hello")
	m.env = m.env[:len(m.env)-1]
	r.answer(http.StatusServiceUnavailable, 0)
	show("telemetry", "delete", "--timeout", "5s")
	show("telemetry")
	r.answer(http.StatusOK, 0)
	show("telemetry", "delete")
	show("telemetry", "delete", "--output", "json")
	show("telemetry", "disable")
	show("telemetry", "reset")
	show("telemetry", "nope")
	show("telemetry", "help")
	golden(t, "session", all.String())
}

// A request to delete is made again by later runs until it is acknowledged; then the
// machine has another identity.
func TestDeletionIsAskedForUntilItIsAcknowledged(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	id := ids.FindString(m.left())
	r.answer(http.StatusServiceUnavailable, 0)
	if got := m.run("telemetry", "delete"); got.code != exitFailed || !strings.Contains(got.stdout, id) {
		t.Fatalf("delete: %+v", got)
	}
	before := m.must("telemetry")
	if !strings.Contains(before, "not acknowledged yet") || !strings.Contains(before, "Waiting        0 events") {
		t.Errorf("status says\n%s", before)
	}
	m.must("telemetry", "disable") // keeps the request
	r.answer(http.StatusOK, 0)
	m.must("print", "x")
	eventually(t, "a later run asks", func() bool {
		r.mu.Lock()
		defer r.mu.Unlock()
		return len(r.asked) == 1 && r.asked[0] == "mytool "+id
	})
	eventually(t, "the acknowledgement is noted", func() bool {
		c, err := consent.Read(m.consentPath()) // changed last
		return err == nil && !hasMark(c, markDelete)
	})
	if text := m.must("telemetry"); strings.Contains(text, "Deletion") {
		t.Errorf("status says\n%s", text)
	}
	for range 3 {
		m.must("print", "x")
	}
	if n, _ := r.count(); n != 0 {
		t.Errorf("%d events arrived", n)
	}
	m.must("telemetry", "enable", "--yes")
	m.must("print", "x")
	lines := strings.Split(strings.TrimSpace(m.left()), "\n")
	if last := ids.FindString(lines[len(lines)-1]); last == id || last == "" {
		t.Error("the machine has the identity that was to be deleted")
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.asked) != 1 {
		t.Errorf("asked %d times", len(r.asked))
	}
}

// Who agrees again before the receiver has acknowledged it is another machine from then
// on, and stays that one.
func TestYesWhileADeletionIsPending(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
	m.must("print", "x")
	first := ids.FindString(m.left())
	r.answer(http.StatusServiceUnavailable, 0)
	m.run("telemetry", "delete")
	m.enable().must("print", "x")
	id := func() string { return ids.FindString(m.must("telemetry", "--show-id")) }
	second := id()
	if second == first {
		t.Error("it records under the identity that is to be deleted")
	}
	r.answer(http.StatusOK, 0)
	m.must("telemetry", "send", "--detached")
	r.mu.Lock()
	asked := r.asked
	r.mu.Unlock()
	if len(asked) != 1 || asked[0] != "mytool "+first {
		t.Errorf("asked to delete %v, want %s", asked, first)
	}
	if now := id(); now != second {
		t.Errorf("the identity changed once more, from %s to %s", second, now)
	}
}

func TestDeletionThatNobodyTakes(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusNotFound, 0)
	m := newMachine(t).sendingTo(r).enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	id := ids.FindString(m.left())
	got := m.run("telemetry", "delete")
	if got.code != exitRefused || !strings.Contains(got.stdout, id) || !strings.Contains(got.stderr, "example.org") {
		t.Errorf("delete: %+v", got)
	}
	if text := m.must("telemetry"); strings.Contains(text, "Deletion") || !strings.Contains(text, "you disabled it") {
		t.Errorf("status says\n%s", text)
	}
}

// A request that cannot be read may be about the identity that would be used now.
func TestYesAfterADamagedRequestToDeleteIsOfANewIdentity(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusServiceUnavailable, 0)
	m := newMachine(t).sendingTo(r, "MYTOOL_TELEMETRY_DETACH=0").enable()
	m.must("print", "x")
	id := ids.FindString(m.left())
	m.run("telemetry", "delete")
	if err := os.WriteFile(m.state("deletion"), []byte("nonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if text := m.must("telemetry"); !strings.Contains(text, "Deletion") || !strings.Contains(text, "is damaged") {
		t.Errorf("status says\n%s", text)
	}
	m.enable()
	if now := ids.FindString(m.must("telemetry", "--show-id")); now == id {
		t.Error("it records under the identity that may be the one to be deleted")
	}
	if got := m.run("telemetry", "delete"); !strings.Contains(got.stderr, "is damaged") {
		t.Errorf("a request takes the place of the damaged one in silence: %+v", got)
	}
}

func TestDeletionWithoutAnExporter(t *testing.T) {
	t.Parallel()
	m := newMachine(t).enable()
	m.must("print", "x")
	id := ids.FindString(m.left())
	got := m.run("telemetry", "delete")
	if got.code != exitRefused || !strings.Contains(got.stdout, id) || !strings.Contains(got.stderr, "this build of mytool sends nothing") || !strings.Contains(got.stderr, "mytool telemetry reset") {
		t.Errorf("delete: %+v", got)
	}
}

// After "reset" the machine has an ID under which nothing was recorded: there is none to
// show, nor to ask about.
func TestNothingToDeleteAfterReset(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	for name, m := range map[string]*machine{"with an exporter": newMachine(t).sendingTo(r), "without": newMachine(t)} {
		m.env = append(m.env, "MYTOOL_TELEMETRY_DETACH=0")
		m.enable().must("print", "x")
		m.must("telemetry", "reset")
		if got := m.run("telemetry", "delete"); got.code != exitDone || !strings.Contains(got.stdout, "since this machine got a new ID") || got.stderr != "" {
			t.Errorf("%s: delete: %+v", name, got)
		}
		if text := m.must("telemetry", "delete", "--output", "json"); !strings.Contains(text, `"state":"none","id":null`) {
			t.Errorf("%s: delete says %s", name, text)
		}
		if got := m.enable().run("telemetry", "delete"); !ids.MatchString(got.stdout) {
			t.Errorf("%s: after a yes, delete says %+v", name, got)
		}
	}
	if n := r.requested(); n != 1 {
		t.Errorf("%d requests, want that of the last delete", n)
	}
}

func TestResetWithdrawsARequestToDelete(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	r.answer(http.StatusServiceUnavailable, 0)
	m := newMachine(t).sendingTo(r, "TOOL_EVERY=1ms").enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	m.run("telemetry", "delete")
	requests := r.requested()
	if text := m.must("telemetry", "reset"); !strings.Contains(text, "is withdrawn") {
		t.Errorf("reset says %q", text)
	}
	m.must("print", "x")
	if left := m.left(); left != "" || r.requested() != requests {
		t.Errorf("%d requests, and there is left %s", r.requested()-requests, left)
	}
}

// Keys never change, and are never absent.
func TestStatusHasItsKeysInEveryState(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	var keys []string
	var walk func(prefix string, v any)
	walk = func(prefix string, v any) {
		if object, ok := v.(map[string]any); ok {
			for k, v := range object {
				keys = append(keys, prefix+k)
				walk(prefix+k+".", v)
			}
		}
	}
	count := 0
	for name, m := range map[string]*machine{
		"undecided": newMachine(t), "sending": newMachine(t).sendingTo(r).enable(), "no home": newMachine(t).with("HOME="), "off": newMachine(t).with("DO_NOT_TRACK=1"),
	} {
		var status map[string]any
		if err := json.Unmarshal([]byte(m.must("telemetry", "--output", "json")), &status); err != nil {
			t.Fatal(name, err)
		}
		keys = nil
		walk("", status)
		if count == 0 {
			count = len(keys)
		}
		if len(keys) != count {
			t.Errorf("%s: %d keys, elsewhere %d: %v", name, len(keys), count, keys)
		}
	}
}

// Reading changes nothing, wherever it is.
func TestStatusAndShowWriteNothing(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	m := newMachine(t).sendingTo(r).enable()
	m.with("MYTOOL_TELEMETRY_DETACH=0").must("print", "x")
	before := treeText(t, m.home)
	for _, args := range [][]string{{"status"}, {"status", "--output", "json", "--show-id"}, {"show"}, {"show", "--next"}, {"events"}} {
		m.must(append([]string{"telemetry"}, args...)...)
	}
	if after := treeText(t, m.home); after != before {
		t.Errorf("before\n%s\nafter\n%s", before, after)
	}
}

func treeText(t *testing.T, dir string) string {
	t.Helper()
	var b strings.Builder
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		b.WriteString(dir + "/" + e.Name() + " " + info.Mode().String() + " " + info.ModTime().Format(time.RFC3339Nano) + "\n")
		if e.IsDir() {
			b.WriteString(treeText(t, dir+"/"+e.Name()))
		}
	}
	return b.String()
}
