package telemetrycmd

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// New names everything that is wrong, and repeats nothing that was configured.
func TestNewErrors(t *testing.T) {
	mistaken := catalog.New("mytool", "Why.")
	mistaken.Event("", "no name")
	mistaken.Event("twice", "first")
	mistaken.Event("twice", "second")
	mistaken.Enum("empty", "no values")
	for _, test := range []struct {
		name string
		cfg  Config
		says []string
	}{
		{"nothing", Config{}, []string{"Tool is required", "ToolVersion is required"}},
		{"no version", Config{Tool: "mytool"}, []string{"ToolVersion is required"}},
		{"no tool", Config{ToolVersion: "1"}, []string{"Tool is required"}},
		{"budget", Config{Tool: "mytool", ToolVersion: "1", ExitBudget: -time.Second}, []string{"ExitBudget is negative"}},
		{
			"catalog",
			Config{Tool: "mytool", ToolVersion: "1", Catalog: mistaken},
			[]string{"an event has no name", `"twice": is declared twice`, `"empty"`},
		},
		{"zero catalog", Config{Tool: "mytool", ToolVersion: "1", Catalog: new(catalog.Catalog)}, []string{"the tool has no name"}},
		{
			"all",
			Config{Tool: "..", ExitBudget: -1, Catalog: mistaken, Salt: "sesame", StateDir: "sesame", ConsentPath: "sesame"},
			[]string{"Tool", "ToolVersion is required", "ExitBudget is negative", "an event has no name"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			app, err := New(test.cfg)
			if app != nil || !errors.Is(err, telemetry.ErrConfig) {
				t.Fatalf("New returned %v, %v", app, err)
			}
			contains(t, "the error", err.Error(), test.says...)
			if strings.Contains(err.Error(), "sesame") {
				t.Errorf("the error repeats a value: %v", err)
			}
		})
	}
}

// The name is part of paths and of a variable. Where there is no home directory,
// and also where paths are given, it is looked at too.
func TestF29NamesOfTools(t *testing.T) {
	for _, home := range []string{t.TempDir(), ""} {
		t.Setenv("HOME", home)
		t.Setenv("XDG_CONFIG_HOME", "")
		for name, ok := range map[string]bool{
			"mytool": true, "my-tool": true, "my_tool.2": true, "X": true,
			"..": false, ".": false, "a/b": false, `a\b`: false, "../a": false, "a b": false, "a\x00": false,
			"a\n": false, "-a": false, "nul": false, "tool.": false, "ü": false, strings.Repeat("x", 300): false,
		} {
			for _, dir := range []string{"", t.TempDir()} {
				app, err := New(Config{Tool: name, ToolVersion: "1", StateDir: dir})
				if (err == nil) != ok || (app != nil) != ok || err != nil && !errors.Is(err, telemetry.ErrConfig) {
					t.Errorf("%q with the home %q: %v", name, home, err)
				}
			}
		}
	}
}

// New and Command touch nothing, and a change of the working directory does not
// move what they are told of.
func TestNewTouchesNothing(t *testing.T) {
	dir := t.TempDir()
	t.Chdir(dir)
	app, err := New(Config{Tool: "mytool", ToolVersion: "1", StateDir: "state", ConsentPath: "consent.toml"})
	if err != nil {
		t.Fatal(err)
	}
	app.Command()
	app.Instrument(&cobra.Command{Use: "mytool"})
	here, err := filepath.Abs("state")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	equal(t, "directory", app.paths.state, here)
	equal(t, "record", app.gate().Path, filepath.Join(filepath.Dir(here), "consent.toml"))
	if found, _ := filepath.Glob(filepath.Join(dir, "*")); len(found) != 0 {
		t.Errorf("New left %v", found)
	}
}

// A nil App runs the tool as if it were not there.
func TestNilApp(t *testing.T) {
	var app *App
	failed := errors.New("failed")
	newRoot := func(args ...string) (*cobra.Command, *bytes.Buffer) {
		root := &cobra.Command{Use: "mytool", SilenceUsage: true}
		root.AddCommand(app.Command(),
			&cobra.Command{Use: "ok", Run: func(*cobra.Command, []string) { app.Finish(nil) }},
			&cobra.Command{Use: "fail", RunE: func(*cobra.Command, []string) error { return failed }})
		var out bytes.Buffer
		root.SetOut(&out)
		root.SetErr(&out)
		root.SetArgs(args)
		app.Instrument(root)
		return root, &out
	}
	if rec := app.Recorder(); rec != nil || rec.Record(t.Context(), "x") != nil {
		t.Errorf("the Recorder is %v", rec)
	}
	for _, test := range []struct {
		args, out string
		code      int
	}{
		{"ok", "", exitDone},
		{"fail", "Error: failed\n", exitFailed},
		{"telemetry enable", "Telemetry is off: ", exitFailed},
		{"telemetry disable --now", "Telemetry is off: ", exitFailed},
		{"telemetry", "Telemetry      off\nReason         ", exitDone},
	} {
		root, out := newRoot(strings.Fields(test.args)...)
		equal(t, test.args, app.Main(t.Context(), root), test.code)
		contains(t, test.args, out.String(), test.out)
	}
	root, _ := newRoot("ok")
	equal(t, "without a context", app.Main(nil, root), exitDone) //nolint:staticcheck // cobra takes nil too
}

// A Catalog that lacks the event is completed, also with attributes that other
// events have, and stays without a mistake.
func TestInstrumentDeclares(t *testing.T) {
	for name, declare := range map[string]func(*catalog.Catalog){
		"nothing": func(*catalog.Catalog) {},
		"others":  func(c *catalog.Catalog) { c.Event("x", "y", c.Bool("z", "w")) },
		"its attributes": func(c *catalog.Catalog) {
			c.Event("x", "y", c.Enum(keyCommand, "w", "add"), c.Bool(keyOutcome, "w"), c.SizeBuckets(keyTook, "w", 1))
		},
		"the event": func(c *catalog.Catalog) { c.Event(InvokeEvent, "y", c.Enum("other", "w", "v")) },
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog.New("mytool", "Why.")
			declare(cat)
			app, err := New(Config{Tool: "mytool", ToolVersion: "1", Catalog: cat})
			if err != nil {
				t.Fatal(err)
			}
			app.Instrument(&cobra.Command{Use: "mytool"})
			version := cat.Version()
			app.Instrument(&cobra.Command{Use: "mytool"})
			if _, ok := cat.Lookup(InvokeEvent); !ok || cat.Err() != nil || version == "" || cat.Version() != version {
				t.Errorf("declared: %v, %v, version %q and then %q", ok, cat.Err(), version, cat.Version())
			}
		})
	}
}

// What is recorded is what the author declared.
func TestInvocation(t *testing.T) {
	const took = 2 * time.Second
	for _, test := range []struct {
		name    string
		declare func(*catalog.Catalog) []catalog.Attribute
		command string
		outcome string
		want    string
	}{
		{"commands", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Commands("command", "w"), c.Commands("another", "w")}
		}, "remote add", outcomeOK, `{"command":"remote add"}`},
		{"enum", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "remote add", "other", "unknown")}
		}, "remote add", outcomeOK, `{"command":"remote add"}`},
		{"other", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "deploy", "unknown", "other")}
		}, "remote add", outcomeOK, `{"command":"other"}`},
		{"unknown for other", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "deploy", "unknown")}
		}, "remote add", outcomeOK, `{"command":"unknown"}`},
		{"unknown", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "other", "unknown")}
		}, unknownCommand, outcomeError, `{"command":"unknown"}`},
		{"other for unknown", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "other")}
		}, unknownCommand, outcomeError, `{"command":"other"}`},
		{"neither", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("command", "w", "deploy"), c.Enum("outcome", "w", "good", "bad")}
		}, "remote add", outcomeOK, `{}`},
		{"outcome", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("outcome", "w", "ok", "error", "panic")}
		}, "x", outcomePanic, `{"outcome":"panic"}`},
		{"error for panic", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("outcome", "w", "ok", "error")}
		}, "x", outcomePanic, `{"outcome":"error"}`},
		{"error for cancelled", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("outcome", "w", "ok", "error")}
		}, "x", outcomeCancelled, `{"outcome":"error"}`},
		{"never error for ok", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{c.Enum("outcome", "w", "error")}
		}, "x", outcomeOK, `{}`},
		{"durations", func(c *catalog.Catalog) []catalog.Attribute {
			return []catalog.Attribute{
				c.DurationBuckets("a", "w", time.Second), c.DurationBuckets("b", "w", time.Minute),
				c.CountBuckets("c", "w", 1), c.Enum("d", "w", "ok"), c.Bool("e", "w"), c.VersionString("f", "w"),
			}
		}, "x", outcomeOK, `{"a":"\u003e=1s","b":"\u003c1m"}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			cat := catalog.New("mytool", "Why.")
			cat.Event(InvokeEvent, "one run", test.declare(cat)...)
			if err := cat.Err(); err != nil {
				t.Fatal(err)
			}
			attrs := telemetry.Attrs(invocation{test.command, test.outcome, took}.attrs(cat))
			got, err := attrs.MarshalJSON()
			if err != nil {
				t.Fatal(err)
			}
			want := strings.NewReplacer(`\u003e`, ">", `\u003c`, "<").Replace(test.want)
			equal(t, "attributes", string(got), want)
			if _, err := cat.Check(InvokeEvent, attrs); err != nil {
				t.Errorf("the catalog refuses them: %v", err)
			}
		})
	}
}
