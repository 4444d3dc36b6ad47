package telemetrycmd

import (
	"context"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/telemetry"
)

// nameless is an Exporter that cannot say who receives the events.
type nameless struct{ name *string }

func (nameless) Export(context.Context, []telemetry.Event) error { return nil }
func (n nameless) Recipient() string                             { return *n.name }

func TestRecipientThatPanics(t *testing.T) {
	u := newUser(t)
	u.set = func(cfg *Config) { cfg.Exporter = nameless{} }
	contains(t, "status", u.must(exitDone, "telemetry"), "Would send to  the author of mytool ")
}

// In a shell of the tool's own, "disable" and "reset" come while a delivery of the same
// process is under way. It is given up.
func TestOptOutDuringADeliveryOfTheSameProcess(t *testing.T) {
	for _, line := range []string{"disable", "reset"} {
		u := newUser(t)
		u.must(exitDone, "telemetry enable")
		u.record("deploy")
		begun := make(chan struct{}, 1)
		u.receiver.answer = func(ctx context.Context, _ []telemetry.Event) error {
			begun <- struct{}{}
			<-ctx.Done()
			return ctx.Err()
		}
		app := u.app()
		root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
		var said strings.Builder
		root.SetErr(&said)
		root.SetOut(new(strings.Builder))
		root.AddCommand(app.Command(), &cobra.Command{Use: "shell", Run: func(*cobra.Command, []string) {
			<-begun
			root.SetArgs([]string{"telemetry", line})
			equal(t, line, app.Main(t.Context(), root), exitDone)
		}})
		app.Instrument(root)
		root.SetArgs([]string{"shell"})
		app.Main(t.Context(), root)
		equal(t, "standard error", said.String(), "")
	}
}

// What a command sets itself while it runs is not taken away.
func TestHookOfACommandsOwnMakingStays(t *testing.T) {
	u := newUser(t)
	u.must(exitDone, "telemetry enable")
	app := u.app()
	hooks := 0
	root := &cobra.Command{Use: "mytool", PersistentPreRun: func(cmd *cobra.Command, _ []string) {
		cmd.PreRunE = func(*cobra.Command, []string) error { hooks++; return nil }
	}}
	root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) {}})
	app.Instrument(root)
	for range 2 {
		root.SetArgs([]string{"deploy"})
		app.Main(t.Context(), root)
	}
	equal(t, "the hook ran", hooks, 2)
}

// cobra keeps to itself which command it calls again. Nothing is recorded rather than
// something else.
func TestWhatCannotBeToldIsNotRecorded(t *testing.T) {
	u := newLocal(t)
	u.must(exitDone, "telemetry enable")
	app := u.app()
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true, Args: cobra.NoArgs, Run: func(*cobra.Command, []string) {}}
	root.SetErr(new(strings.Builder))
	root.AddCommand(
		&cobra.Command{Use: "hidden", Hidden: true, Run: func(*cobra.Command, []string) { app.Finish(nil) }},
		&cobra.Command{Use: "bad", Run: func(*cobra.Command, []string) { panic("bad") }},
	)
	app.Instrument(root)
	for _, args := range [][]string{nil, {"hidden"}, {"hidden"}, {"bad"}, {"bad"}, {"--nosuch"}} {
		func() {
			defer func() { _ = recover() }()
			root.SetArgs(args)
			app.Main(t.Context(), root)
		}()
	}
	equal(t, "recorded", u.commandsRun(), "mytool: ok; bad: panic")
}
