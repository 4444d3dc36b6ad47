package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// memory is a sink that keeps what it is given.
type memory struct {
	mu     sync.Mutex
	events []telemetry.Event
}

func (m *memory) Emit(_ context.Context, e telemetry.Event) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.events = append(m.events, e)
	return nil
}

func (*memory) Flush(context.Context) error { return nil }

// tested returns an App for a test of a tool, and what it records.
func tested(t *testing.T, change ...func(*Config)) (*App, *memory) {
	t.Helper()
	m := &memory{}
	cfg := Config{Tool: "mytool", ToolVersion: "1.4.0", TestSink: m, Exporter: &exported{}}
	for _, c := range change {
		c(&cfg)
	}
	a, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return a, m
}

var errBoom = errors.New("boom")

func TestHowACommandEndedIsRecorded(t *testing.T) {
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	for name, test := range map[string]struct {
		ctx           context.Context
		err           error
		outcome, exit string
		outcomeOf     func(error) string
	}{
		"ok":                          {context.Background(), nil, "ok", "0", nil},
		"error":                       {context.Background(), errBoom, "error", "3-125", nil},
		"cancelled":                   {ended, nil, "cancelled", "0", nil},
		"cancelled by itself":         {context.Background(), fmt.Errorf("while: %w", context.Canceled), "cancelled", "3-125", nil},
		"the author's word":           {context.Background(), errBoom, "ok", "3-125", func(error) string { return "ok" }},
		"a word that is not declared": {context.Background(), errBoom, "error", "3-125", func(error) string { return "odd" }},
		"no word":                     {context.Background(), errBoom, "error", "3-125", func(error) string { return "" }},
	} {
		t.Run(name, func(t *testing.T) {
			a, m := tested(t, func(c *Config) {
				c.Outcome = test.outcomeOf
				c.ExitCode = func(err error) int {
					if err != nil {
						return 7
					}
					return 0
				}
			})
			if err := a.Run(test.ctx, "remote add", func(context.Context) error { return test.err }); !errors.Is(err, test.err) {
				t.Errorf("Run returns %v", err)
			}
			if len(m.events) != 1 {
				t.Fatalf("%d events", len(m.events))
			}
			got := m.events[0].Attrs.Map()
			if got["command"] != "remote add" || got["outcome"] != test.outcome || got["process.exit.code"] != test.exit || got["took"] != "<100ms" {
				t.Errorf("recorded %v", got)
			}
		})
	}
}

func TestPanicIsRecordedAndPasses(t *testing.T) {
	for name, panics := range map[string]func(a *App){
		"Run": func(a *App) { _ = a.Run(context.Background(), "x", func(context.Context) error { panic(errBoom) }) },
		"Begin": func(a *App) {
			run := a.Begin(context.Background())
			run.Command("x")
			var err error
			defer func() { run.End(err) }()
			panic(errBoom)
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, m := tested(t)
			func() {
				defer func() {
					if got := recover(); got != errBoom { //nolint:errorlint // the very value
						t.Errorf("the panic is %v", got)
					}
				}()
				panics(a)
			}()
			if len(m.events) != 1 {
				t.Fatalf("%d events", len(m.events))
			}
			if got := m.events[0].Attrs.Map(); got["outcome"] != "panic" || got["process.exit.code"] != "2" {
				t.Errorf("recorded %v", got)
			}
		})
	}
}

// The text of a panic, and the exit code, are those without telemetry.
func TestPanicLooksAsItDid(t *testing.T) {
	t.Parallel()
	off := newMachine(t).run("panic", "boom")
	on := newMachine(t).enable().run("panic", "boom")
	if off.code != 2 || on.code != 2 || !strings.HasPrefix(on.stderr, "panic: boom\n\ngoroutine 1 [running]:\n") || on.stdout != off.stdout {
		t.Errorf("it was %+v, and is %+v", off, on)
	}
}

func TestRunsThatAreNotRecorded(t *testing.T) {
	a, m := tested(t)
	run := a.Begin(context.Background())
	run.Command("help")
	run.Command("")
	run.End(nil)
	run.End(errBoom)
	if len(m.events) != 0 {
		t.Errorf("recorded %v", m.events)
	}
}

func TestRunEndsOnce(t *testing.T) {
	a, m := tested(t)
	run := a.Begin(context.Background())
	run.Command("x")
	run.End(nil)
	run.End(errBoom)
	if len(m.events) != 1 {
		t.Errorf("%d events", len(m.events))
	}
}

// A command that has no word of its own is not given that of another.
func TestCommandThatIsNotDeclared(t *testing.T) {
	cat := catalog.New("mytool", "why")
	cat.Event(InvokeEvent, "one run", cat.Enum("command", "which", "deploy", "other", "alias"))
	a, m := tested(t, func(c *Config) { c.Catalog = cat })
	for _, command := range []string{"deploy", "mysecretproject", CommandAlias, CommandPlugin} {
		_ = a.Run(context.Background(), command, func(context.Context) error { return nil })
	}
	var got []string
	for _, e := range m.events {
		got = append(got, e.Attrs.Map()["command"])
	}
	if want := "deploy other alias other"; strings.Join(got, " ") != want {
		t.Errorf("recorded %v, want %s", got, want)
	}
}

// Runs within runs share a session, and each is recorded.
func TestRunsWithinRuns(t *testing.T) {
	a, m := tested(t)
	_ = a.Run(context.Background(), "shell", func(ctx context.Context) error {
		return a.Run(ctx, "status", func(context.Context) error { return nil })
	})
	if len(m.events) != 2 || m.events[0].Attrs.Map()["command"] != "status" || m.events[1].Attrs.Map()["command"] != "shell" {
		t.Errorf("recorded %v", m.events)
	}
}

// In a test of a tool nothing of the machine is touched, also in CI.
func TestTestModeTouchesNothing(t *testing.T) {
	home := clearEnv(t)
	t.Setenv("CI", "true")
	t.Setenv("DO_NOT_TRACK", "1")
	a, m := tested(t)
	_ = a.Run(context.Background(), "x", func(context.Context) error { return nil })
	for _, v := range a.Verbs() {
		var out strings.Builder
		v.Run(context.Background(), nil, &out, &out)
	}
	entries, err := os.ReadDir(home)
	if err != nil || len(entries) != 0 || len(m.events) != 1 {
		t.Errorf("there is %v, %v, and %d events", entries, err, len(m.events))
	}
}

// What the Catalog does not declare is an error, and not recorded.
func TestRecorderRefusesWhatIsNotDeclared(t *testing.T) {
	a, m := tested(t)
	if err := a.Recorder().Record(context.Background(), "undeclared"); !errors.Is(err, telemetry.ErrRejected) || len(m.events) != 0 {
		t.Errorf("%v, %v", err, m.events)
	}
}

// What is declared after New is not what the user agreed to.
func TestDeclarationAfterNewIsNotCovered(t *testing.T) {
	a, _ := newTool(t)
	if v := a.gate.now(); !v.on() {
		t.Fatal(v.reason())
	}
	a.cfg.Catalog.Event("more", "something else")
	if v := a.gate.now(); v.on() {
		t.Error("it records what nobody agreed to")
	}
}

// A state directory that becomes unusable is no withdrawal.
func TestStateThatBecomesUnusableIsAnError(t *testing.T) {
	a, miss := newTool(t)
	record := func() error {
		return miss.Record(context.Background(), a.Recorder(), telemetry.String("reason", "cold"))
	}
	if err := record(); err != nil {
		t.Fatal(err)
	}
	path, err := a.gate.recordPath()
	if err == nil {
		err = removeFile(string(a.install.rotation)) // in a container there is one
	}
	if err == nil {
		err = os.Mkdir(string(a.install.rotation), 0o700) // where a file is expected
	}
	if err == nil {
		err = os.Chtimes(path, time.Now(), time.Now()) // so that the gate looks again
	}
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "recording fails", func() bool { return errors.Is(record(), telemetry.ErrIO) })
}

// That the gate cannot be read is an error, not silence.
func TestGateThatCannotBeReadIsAnError(t *testing.T) {
	dir := t.TempDir()
	a, miss := newTool(t, func(c *Config) { c.ConsentPath = dir + "/consent.toml" })
	record := func() error {
		return miss.Record(context.Background(), a.Recorder(), telemetry.String("reason", "cold"))
	}
	if err := record(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(dir + "/consent.toml")
	if err == nil {
		err = os.Remove(dir + "/consent.toml")
	}
	if err == nil {
		err = os.Mkdir(dir+"/consent.toml", 0o700)
	}
	if err != nil {
		t.Fatal(err)
	}
	eventually(t, "recording fails", func() bool { return record() != nil })
	if err := errors.Join(os.Remove(dir+"/consent.toml"), os.WriteFile(dir+"/consent.toml", text, 0o600)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "recording works again", func() bool { return record() == nil })
}
