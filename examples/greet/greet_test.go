package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/optin-go/optin/telemetry"
)

const (
	// asGreet makes the test binary behave as greet: the tests run real processes.
	asGreet = "BE_GREET"
	// builtFor stands for the endpoint that greet's author builds it with.
	builtFor = "BE_GREET_BUILT_FOR"
)

func TestMain(m *testing.M) {
	if os.Getenv(asGreet) != "" {
		endpoint = os.Getenv(builtFor)
		main()
	}
	os.Exit(m.Run())
}

// home is the home directory of somebody who runs greet.
type home struct {
	t   testing.TB
	dir string
	env []string
}

func newHome(t testing.TB) *home {
	t.Helper()
	dir := t.TempDir()
	env := []string{asGreet + "=1", "HOME=" + dir}
	if runtime.GOOS == "windows" {
		env = append(env, "USERPROFILE="+dir, "APPDATA="+filepath.Join(dir, "roaming"), "LOCALAPPDATA="+filepath.Join(dir, "local"), "SYSTEMROOT="+os.Getenv("SYSTEMROOT"))
	}
	return &home{t: t, dir: dir, env: env}
}

type result struct {
	code           int
	stdout, stderr string
}

// greet runs greet with a command line.
func (h *home) greet(line string, env ...string) result {
	h.t.Helper()
	self, err := os.Executable()
	if err != nil {
		h.t.Fatal(err)
	}
	cmd := exec.Command(self, strings.Fields(line)...)
	cmd.Env = slices.Concat(h.env, env)
	cmd.Dir = h.dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		h.t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// must runs greet and fails the test unless it succeeds.
func (h *home) must(line string) string {
	h.t.Helper()
	r := h.greet(line)
	if r.code != exitOK || r.stderr != "" {
		h.t.Fatalf("greet %s: exit code %d, standard error %q", line, r.code, r.stderr)
	}
	return r.stdout
}

// events returns what greet shows as recorded.
func (h *home) events() []telemetry.Event {
	h.t.Helper()
	out := h.must("telemetry show")
	if out == "none\n" {
		return nil
	}
	var events []telemetry.Event
	for line := range strings.Lines(out) {
		var e telemetry.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			h.t.Fatalf("%v in %q", err, line)
		}
		events = append(events, e)
	}
	return events
}

// files returns every path below the home directory.
func (h *home) files() []string {
	h.t.Helper()
	var paths []string
	err := filepath.WalkDir(h.dir, func(path string, _ os.DirEntry, err error) error {
		if path != h.dir {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return paths
}

func TestOffLeavesTheHomeUntouched(t *testing.T) {
	h := newHome(t)
	if out := h.must("hello Ada"); out != "Hello, Ada!\n" {
		t.Errorf("greet printed %q", out)
	}
	h.must("telemetry status")
	h.must("telemetry show")
	h.must("help")
	if files := h.files(); len(files) != 0 {
		t.Errorf("greet left %v", files)
	}
}

func TestRunsAreRecordedAfterEnable(t *testing.T) {
	h := newHome(t)
	h.must("telemetry enable")
	h.must("hello Ada")
	for line, want := range map[string]int{"hello": exitWrongUse, "typed-by-the-user secret": exitWrongUse} {
		if r := h.greet(line); r.code != want {
			t.Errorf("greet %s: exit code %d, want %d", line, r.code, want)
		}
	}
	h.must("farewell Ada")
	var got []string
	for _, e := range h.events() {
		command, _ := e.Attrs.Get("command")
		outcome, _ := e.Attrs.Get("outcome")
		got = append(got, e.Name+" "+command+" "+outcome)
	}
	slices.Sort(got)
	want := []string{"command.invoke farewell ok", "command.invoke hello error", "command.invoke hello ok", "command.invoke unknown error"}
	if !slices.Equal(got, want) {
		t.Errorf("recorded %q, want %q", got, want)
	}
	if shown := h.must("telemetry show"); strings.Contains(shown, "Ada") || strings.Contains(shown, "typed-by-the-user") {
		t.Errorf("what the user typed was recorded: %s", shown)
	}
}

func TestDisableStops(t *testing.T) {
	h := newHome(t)
	h.must("telemetry enable")
	h.must("hello Ada")
	h.must("telemetry disable")
	h.must("telemetry disable")
	h.must("hello Ada")
	if n := len(h.events()); n != 1 {
		t.Errorf("%d events, want the one from before", n)
	}
	h.must("telemetry reset")
	h.must("telemetry reset")
	if n := len(h.events()); n != 0 {
		t.Errorf("%d events after reset", n)
	}
}

func TestStatusSaysWhatTheRecorderDoes(t *testing.T) {
	for _, tt := range []struct {
		name    string
		prepare string
		env     string
		on      bool
	}{
		{"undecided", "", "", false},
		{"enabled", "telemetry enable", "", true},
		{"disabled", "telemetry disable", "", false},
		{"enabled, DO_NOT_TRACK", "telemetry enable", "DO_NOT_TRACK=1", false},
		{"enabled, variable off", "telemetry enable", "GREET_TELEMETRY=off", false},
		{"enabled, variable on", "telemetry enable", "GREET_TELEMETRY=on", true},
		{"undecided, variable on", "", "GREET_TELEMETRY=on", false},
		{"enabled, CI", "telemetry enable", "CI=true", false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			h := newHome(t)
			if tt.prepare != "" {
				h.must(tt.prepare)
			}
			status := h.greet("telemetry status", tt.env).stdout
			h.greet("hello Ada", tt.env)
			if on := strings.HasPrefix(status, "Telemetry  on\n"); on != tt.on {
				t.Errorf("status says\n%s", status)
			}
			if n := len(h.events()); (n == 1) != tt.on {
				t.Errorf("%d events were recorded", n)
			}
		})
	}
}

func TestEnableIsRefusedInCI(t *testing.T) {
	h := newHome(t)
	r := h.greet("telemetry enable", "GITHUB_ACTIONS=true")
	if r.code != exitRefused || !strings.Contains(r.stderr, "GITHUB_ACTIONS") {
		t.Errorf("exit code %d, standard error %q", r.code, r.stderr)
	}
	if files := h.files(); len(files) != 0 {
		t.Errorf("greet left %v", files)
	}
}

func TestWithoutAHomeGreetWorks(t *testing.T) {
	h := newHome(t)
	h.env = slices.DeleteFunc(h.env, func(v string) bool { return strings.HasPrefix(v, "HOME=") || strings.Contains(v, "APPDATA=") })
	if out := h.must("hello Ada"); out != "Hello, Ada!\n" {
		t.Errorf("greet printed %q", out)
	}
	if out := h.must("telemetry status"); !strings.HasPrefix(out, "Telemetry  off\n") || !strings.Contains(out, "Decision   consent: ") {
		t.Errorf("status says\n%s", out)
	}
	if r := h.greet("telemetry enable"); r.code != exitFailed || r.stderr == "" {
		t.Errorf("enable: exit code %d, standard error %q", r.code, r.stderr)
	}
	if files := h.files(); len(files) != 0 {
		t.Errorf("greet left %v", files)
	}
}

func TestBrokenFilesDoNotShow(t *testing.T) {
	h := newHome(t)
	h.must("telemetry enable")
	// A directory in the place of the events: nothing can be recorded.
	h.must("hello Ada")
	var events string
	for _, path := range h.files() {
		if filepath.Base(path) == "events.jsonl" {
			events = path
		}
	}
	if err := os.Remove(events); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(events, 0o700); err != nil {
		t.Fatal(err)
	}
	if out := h.must("hello Ada"); out != "Hello, Ada!\n" {
		t.Errorf("greet printed %q", out)
	}
}

func TestWrongUse(t *testing.T) {
	h := newHome(t)
	for _, line := range []string{"telemetry nonsense", "telemetry enable now", "hello", "hello Ada Bob", "nonsense"} {
		if r := h.greet(line); r.code != exitWrongUse || r.stderr == "" || r.stdout != "" {
			t.Errorf("greet %s: exit code %d, output %q, standard error %q", line, r.code, r.stdout, r.stderr)
		}
	}
}
