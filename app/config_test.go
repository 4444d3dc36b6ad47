package app

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// All mistakes at once, each with its field, none with its value.
func TestMistakesAreNamedTogether(t *testing.T) {
	cat := catalog.New("mytool", "why")
	cat.Event(InvokeEvent, "one run", cat.Enum("os", "which", "linux"), cat.Enum("outcome", "how it ended", "ok"))
	cat.Enum("empty", "has no values")
	var none *exported
	a, err := New(Config{
		Tool: "s3cret/tool", ToolVersion: "", Catalog: cat, Exporter: none, DeliverEvery: -1, ExitBudget: -1,
		ConsentPath: "relative/s3cret", StateDir: "relative/s3cret",
	})
	if a != nil || !errors.Is(err, telemetry.ErrConfig) {
		t.Fatalf("New: %v, %v", a, err)
	}
	for _, field := range []string{"Tool", "ToolVersion", "Exporter", "DeliverEvery", "ExitBudget", "ConsentPath", "StateDir", `"empty"`} {
		if !strings.Contains(err.Error(), field) {
			t.Errorf("%s is missing in %q", field, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a value is in %q", err)
	}
}

// A notice that speaks of another tool would be no consent to this one.
func TestACatalogOfAnotherToolIsAMistake(t *testing.T) {
	_, err := New(Config{Tool: "mytool", ToolVersion: "1.4.0", Catalog: catalog.New("s3cret", "why"), DeliverEvery: -1})
	if !errors.Is(err, telemetry.ErrConfig) {
		t.Fatalf("New: %v", err)
	}
	for _, want := range []string{"Config.Catalog is made for another tool than Config.Tool; pass one name to both", "Config.DeliverEvery"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in %q", want, err)
		}
	}
	if strings.Contains(err.Error(), "s3cret") {
		t.Errorf("a value is in %q", err)
	}
	_, err = New(Config{ToolVersion: "1.4.0", Catalog: catalog.New("mytool", "why")})
	if err == nil || strings.Contains(err.Error(), "Config.Catalog") {
		t.Errorf("a missing Tool is a mistake of the Catalog too: %v", err)
	}
}

func TestMistakesOfAttributes(t *testing.T) {
	for name, test := range map[string]struct {
		declare func(cat *catalog.Catalog)
		attrs   []telemetry.Attr
		want    string // in the error; "" is none
	}{
		"nothing declared":             {func(*catalog.Catalog) {}, nil, ""},
		"attribute that is not filled": {func(c *catalog.Catalog) { c.Event(InvokeEvent, "why", c.Enum("os", "which", "linux")) }, nil, `"os"`},
		"text that is not filled":      {func(c *catalog.Catalog) { c.Event(InvokeEvent, "why", c.ErrorText("why")) }, nil, `"err_msg"`},
		"filled by the author": {
			func(c *catalog.Catalog) { c.Event(InvokeEvent, "why", c.Enum("install", "how", "brew", "apt")) },
			[]telemetry.Attr{{Key: "install", Value: "brew"}},
			"",
		},
		"a value that is not declared": {
			func(c *catalog.Catalog) { c.Event(InvokeEvent, "why", c.Enum("install", "how", "brew")) },
			[]telemetry.Attr{{Key: "install", Value: "snap"}},
			"Attrs",
		},
		"a key that is not declared": {func(*catalog.Catalog) {}, []telemetry.Attr{{Key: "install", Value: "brew"}}, "Attrs"},
		"filled twice": {
			func(c *catalog.Catalog) { c.Event(InvokeEvent, "why", c.Enum("outcome", "how", "ok")) },
			[]telemetry.Attr{{Key: "outcome", Value: "ok"}},
			"Attrs",
		},
		"an outcome that cannot fail": {func(c *catalog.Catalog) { c.Event("cake.baked", "why", c.Enum("outcome", "how", "ok", "burnt")) }, nil, `lacks the word "error"`},
		"all that there are": {func(c *catalog.Catalog) {
			c.Event(InvokeEvent, "why", c.Commands("command", "which"), c.Enum("outcome", "how", "ok", "error"),
				c.DurationBuckets("took", "how long", time.Second), catalog.OS(), catalog.Arch(), catalog.Interactive(), catalog.Agent(), catalog.ExitCode())
		}, nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			cat := catalog.New("mytool", "why")
			test.declare(cat)
			_, err := New(Config{Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, Attrs: test.attrs})
			switch {
			case test.want == "" && err != nil:
				t.Error(err)
			case test.want != "" && (!errors.Is(err, telemetry.ErrConfig) || !strings.Contains(err.Error(), test.want)):
				t.Errorf("error %v, want one about %s", err, test.want)
			}
		})
	}
}

// coded is an error that knows its exit code.
type coded int

func (coded) Error() string   { return "it has a code" }
func (c coded) ExitCode() int { return int(c) }

func TestExitCodeOfAnError(t *testing.T) {
	usual, _ := tested(t)
	own, _ := tested(t, func(c *Config) { c.ExitCode = func(error) int { return 9 } })
	for name, test := range map[string]struct {
		a    *App
		err  error
		want int
	}{
		"nil":                          {usual, nil, 0},
		"an error":                     {usual, errBoom, 1},
		"with a code":                  {usual, fmt.Errorf("while: %w", coded(4)), 4},
		"with a code of success":       {usual, coded(0), 1},
		"of a killed process":          {usual, coded(-1), 1},
		"beyond all codes":             {usual, coded(256), 1},
		"of telemetry":                 {own, &ExitError{3}, 3},
		"of the Config, before others": {own, coded(4), 9},
		"of the Config, for nil":       {own, nil, 9},
		"of a nil App":                 {nil, fmt.Errorf("while: %w", coded(4)), 4},
	} {
		if got := test.a.ExitCode(test.err); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

// A tool whose telemetry could not be set up goes on as if it had none.
func TestNilAppIsOff(t *testing.T) {
	var a *App
	ctx := context.Background()
	boom := errors.New("boom")
	if err := a.Run(ctx, "x", func(context.Context) error { return boom }); !errors.Is(err, boom) {
		t.Errorf("Run returns %v", err)
	}
	if a.Recorder() != nil || a.Begin(ctx) != nil || a.ExitCode(nil) != 0 || a.ExitCode(boom) != 1 || a.ExitCode(&ExitError{3}) != 3 || a.ExitCode(coded(4)) != 4 {
		t.Error("a nil App does something")
	}
	var r *Run
	r.Command("x")
	r.Quiet()
	r.End(nil)
	var out strings.Builder
	verbs := a.Verbs()
	if code := verbs[0].Run(ctx, nil, &out, &out); code != 0 || !strings.HasPrefix(out.String(), "Telemetry      off\n") {
		t.Errorf("status says %d, %q", code, out.String())
	}
	if code := verbs[1].Run(ctx, nil, &out, &out); code != 1 {
		t.Errorf("enable says %d, %q", code, out.String())
	}
}
