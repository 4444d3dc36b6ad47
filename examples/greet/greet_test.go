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
	// The race detector would wait a second at the end of each process.
	env := []string{asGreet + "=1", "HOME=" + dir, "GORACE=atexit_sleep_ms=0"}
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
func (h *home) greet(line string) result {
	h.t.Helper()
	self, err := os.Executable()
	if err != nil {
		h.t.Fatal(err)
	}
	cmd := exec.Command(self, strings.Fields(line)...)
	cmd.Env = h.env
	cmd.Dir = h.dir
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); cmd.ProcessState == nil {
		h.t.Fatal(err)
	}
	return result{cmd.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// must runs greet, fails the test unless it succeeds, and returns what it printed.
func (h *home) must(line string) string {
	h.t.Helper()
	r := h.greet(line)
	if r.code != 0 {
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
	for line, want := range map[string]string{"hello Ada": "Hello, Ada!\n", "farewell Ada": "Good-bye, Ada!\n"} {
		if r := h.greet(line); r != (result{stdout: want}) {
			t.Errorf("greet %s: %+v", line, r)
		}
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
	for line, code := range map[string]int{"hello Ada": 0, "hello": 1, "typed-by-the-user secret": 1, "farewell Ada": 0} {
		if r := h.greet(line); r.code != code {
			t.Errorf("greet %s: exit code %d, want %d", line, r.code, code)
		}
	}
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

// What is declared must be free of mistakes, and wide enough for what happens.
func TestDeclared(t *testing.T) {
	if err := declared.Err(); err != nil {
		t.Fatal(err)
	}
	// Somebody who agreed is asked again when this changes. That must be meant.
	if got, want := declared.Version(), declaredVersion; got != want {
		t.Errorf("what is collected has changed, and everybody is asked again: version %s, was %s", got, want)
	}
}

const declaredVersion = "d7563bf8cae3"
