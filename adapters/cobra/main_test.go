package cobracmd_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"testing"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/telemetry"
)

func TestMain(m *testing.M) {
	tooltest.Main(m, map[string]func() int{
		"plain":         func() int { return runTree(newApp(nil), alone) },
		"plain nil":     func() int { return runTree(nil, alone) },
		"nil":           func() int { return runTree(nil, execute) },
		"off":           func() int { return runTree(newApp(nil), cobracmd.Main) },
		"on":            func() int { return runTree(newApp(recorded), cobracmd.Main) },
		"around":        func() int { return runTree(newApp(recorded), around) },
		"strict":        strict,
		"interrupted":   func() int { return interrupted(newApp(recorded)) },
		"uninterrupted": func() int { return waits(context.Background(), newApp(recorded)) },
	})
}

// alone runs the tree as a tool without an App does.
func alone(ctx context.Context, _ *app.App, root *cobra.Command) int {
	return exitCode(root.ExecuteContext(ctx))
}

func execute(ctx context.Context, tel *app.App, root *cobra.Command) int {
	return exitCode(cobracmd.Execute(ctx, tel, root))
}

func around(ctx context.Context, tel *app.App, root *cobra.Command) int {
	return tel.ExitCode(cobracmd.Around(ctx, tel, root, root.ExecuteContext))
}

func exitCode(err error) int {
	var own *app.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &own):
		return own.Code
	case errors.Is(err, errTwo):
		return 2
	}
	return 1
}

// recorded keeps what is recorded for the tests.
var recorded = telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
	command, _ := e.Attrs.Get("command")
	outcome, _ := e.Attrs.Get("outcome")
	return tooltest.Record(command, outcome)
})

func newApp(sink telemetry.Sink) *app.App {
	cat := catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	command := cat.Commands("command", "which command ran")
	command.Allow("exec")
	cat.Event(app.InvokeEvent, "one run of a command", command,
		cat.Enum("outcome", "how it ended", "ok", "error", "cancelled", "panic"))
	tel, err := app.New(app.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, TestSink: sink,
		ExitCode: exitCode,
		Outcome: func(err error) string {
			if errors.Is(err, errDone) {
				return "ok"
			}
			return ""
		},
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(70)
	}
	return tel
}

// runTree is mytool.
func runTree(tel *app.App, run func(context.Context, *app.App, *cobra.Command) int) int {
	ctx := context.Background()
	if slices.Contains(os.Args, "interrupt") {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt)
		defer stop()
	}
	root := newTree(tel)
	root.AddCommand(cobracmd.Command(tel))
	return run(ctx, tel, root)
}

// interrupted is a tool as its author is told to write main: its context ends at the
// first Ctrl-C.
func interrupted(tel *app.App) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the tool
	return waits(ctx, tel)
}

// waits has a command that heeds its context, and one that does not.
func waits(ctx context.Context, tel *app.App) int {
	root := &cobra.Command{Use: "mytool", SilenceUsage: true}
	root.AddCommand(
		&cobra.Command{Use: "heeds", RunE: func(cmd *cobra.Command, _ []string) error {
			fmt.Println("ready")
			<-cmd.Context().Done()
			return cmd.Context().Err()
		}},
		&cobra.Command{Use: "ignores", Run: func(cmd *cobra.Command, _ []string) {
			fmt.Println("ready")
			<-cmd.Context().Done()
			fmt.Println("heard")
			select {}
		}},
	)
	return cobracmd.Main(ctx, tel, root)
}
