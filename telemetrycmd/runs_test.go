package telemetrycmd

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

// commandsRun returns which commands a user's tool recorded, and how they ended.
func (u *user) commandsRun() string {
	u.t.Helper()
	var b strings.Builder
	for line := range strings.Lines(u.must(exitDone, "telemetry show --past")) {
		_, attrs, ok := strings.Cut(line, `"attrs":{"command":"`)
		if !ok {
			continue
		}
		command, rest, _ := strings.Cut(attrs, `","outcome":"`)
		outcome, _, _ := strings.Cut(rest, `"`)
		fmt.Fprintf(&b, "%s: %s; ", command, outcome)
	}
	return strings.TrimSuffix(b.String(), "; ")
}

// newLocal returns a user of a tool without an Exporter, that declares nothing.
func newLocal(t *testing.T) *user {
	t.Helper()
	u := newUser(t)
	u.receiver = nil
	u.set = func(cfg *Config) { cfg.Catalog = nil }
	return u
}

// One App can run the same tree again and again, in a shell of the tool's own for
// instance. Each run is decided and recorded by itself.
func TestMainAgain(t *testing.T) {
	u := newLocal(t)
	app := u.app()
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(app.Command(),
		&cobra.Command{Use: "one", Run: func(*cobra.Command, []string) {}},
		&cobra.Command{Use: "two", Run: func(*cobra.Command, []string) {}},
		&cobra.Command{Use: "panics", Run: func(*cobra.Command, []string) { panic("x") }})
	app.Instrument(root)
	root.SetOut(new(strings.Builder))
	root.SetErr(new(strings.Builder))
	run := func(args ...string) {
		defer func() { _ = recover() }()
		root.SetArgs(args)
		app.Main(t.Context(), root)
	}
	run("one")
	run("telemetry", "enable")
	run("one")
	run("two")
	run("one")
	run("panics")
	run("telemetry", "disable")
	run("two")
	equal(t, "recorded", u.commandsRun(), "one: ok; two: ok; one: ok; panics: panic")
}

// Main changes nothing about the tree for longer than it runs.
func TestMainLeavesTheTree(t *testing.T) {
	u := newUser(t)
	u.set = func(cfg *Config) { cfg.Catalog = nil }
	app := u.app()
	if err := app.decide(consent.Enabled); err != nil {
		t.Fatal(err)
	}
	var hooks []string
	note := func(name string) func(*cobra.Command, []string) {
		return func(*cobra.Command, []string) { hooks = append(hooks, name) }
	}
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(
		&cobra.Command{Use: "bare", Run: note("run")},
		&cobra.Command{Use: "pre", PreRun: note("pre"), Run: note("run")},
		&cobra.Command{Use: "both", PreRun: note("never"), Run: note("run"), PreRunE: func(*cobra.Command, []string) error {
			hooks = append(hooks, "preE")
			return nil
		}},
		&cobra.Command{Use: "panics", Run: func(*cobra.Command, []string) { panic("x") }})
	app.Instrument(root)
	for _, args := range []string{"bare", "pre", "both", "panics", "pre"} {
		func() {
			defer func() { _ = recover() }()
			root.SetArgs([]string{args})
			app.Main(t.Context(), root)
		}()
	}
	equal(t, "hooks", strings.Join(hooks, " "), "run pre run preE run pre run")
	for _, cmd := range root.Commands() {
		if (cmd.PreRun != nil) != (cmd.Name() == "pre" || cmd.Name() == "both") || (cmd.PreRunE != nil) != (cmd.Name() == "both") {
			t.Errorf("%s has other hooks now", cmd.Name())
		}
	}
}

// The panic that reaches the caller is the command's own, and runtime.Goexit ends
// the goroutine. Both are recorded.
func TestF59PanicAndGoexit(t *testing.T) {
	u := newLocal(t)
	u.must(exitDone, "telemetry enable")
	failed := errors.New("the very value")
	ends := func(run func()) (value any, returned bool) {
		var wg sync.WaitGroup
		wg.Go(func() {
			defer func() { value = recover() }()
			app := u.app()
			root := &cobra.Command{Use: "mytool", Run: func(*cobra.Command, []string) { run() }}
			root.SetArgs([]string{})
			app.Instrument(root)
			app.Main(context.Background(), root)
			returned = true
		})
		wg.Wait()
		return value, returned
	}
	if value, returned := ends(func() { panic(failed) }); value != any(failed) || returned {
		t.Errorf("the panic is %v, and Main returned: %v", value, returned)
	}
	if value, returned := ends(runtime.Goexit); value != nil || returned {
		t.Errorf("after Goexit there is a panic %v, and Main returned: %v", value, returned)
	}
	equal(t, "recorded", u.commandsRun(), "mytool: panic; mytool: panic")
}

// Whoever cancels a command's context has cancelled it, whatever it returns.
func TestOutcome(t *testing.T) {
	failed := errors.New("failed")
	for _, test := range []struct {
		cancelled bool
		err       error
		want      string
	}{
		{false, nil, outcomeOK},
		{false, failed, outcomeError},
		{false, fmt.Errorf("x: %w", context.Canceled), outcomeCancelled},
		{false, context.DeadlineExceeded, outcomeError},
		{true, nil, outcomeCancelled},
		{true, failed, outcomeCancelled},
	} {
		equal(t, fmt.Sprint(test.err), outcomeOf(test.cancelled, test.err), test.want)
	}
}
