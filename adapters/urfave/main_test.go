package urfavecmd_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"testing"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/adapters/urfave"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/telemetry"
)

func TestMain(m *testing.M) {
	tooltest.Main(m, map[string]func() int{
		"plain": func() int { return runTree(newApp(nil), alone) },
		"nil":   func() int { return runTree(nil, execute) },
		"off":   func() int { return runTree(newApp(nil), execute) },
		"on":    func() int { return runTree(newApp(recorded), execute) },
		"main":  func() int { return runTree(newApp(recorded), main) },
		"deaf":  func() int { return deaf(newApp(recorded)) },
	})
}

// alone runs the tree as a tool without an App does.
func alone(ctx context.Context, _ *app.App, root *cli.Command) int {
	return report(root.Run(ctx, os.Args))
}

func execute(ctx context.Context, tel *app.App, root *cli.Command) int {
	return report(urfavecmd.Execute(ctx, tel, root))
}

func main(ctx context.Context, tel *app.App, root *cli.Command) int {
	return urfavecmd.Main(ctx, tel, root)
}

// report prints an error, and returns its exit code.
func report(err error) int {
	if own := (*app.ExitError)(nil); errors.As(err, &own) {
		return own.Code
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	return exitCode(err)
}

func exitCode(err error) int {
	switch {
	case err == nil:
		return 0
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
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, TestSink: sink, ExitCode: exitCode})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(70)
	}
	return tel
}

// runTree is mytool.
func runTree(tel *app.App, run func(context.Context, *app.App, *cli.Command) int) int {
	ctx := context.Background()
	if slices.Contains(os.Args, "interrupt") {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt)
		defer stop()
	}
	root := newTree(tel)
	if slices.Contains(os.Args, "handled") {
		root.ExitErrHandler = func(_ context.Context, _ *cli.Command, err error) {
			fmt.Println("handled", err)
			if err != nil {
				os.Exit(9)
			}
		}
	}
	root.Commands = append(root.Commands, urfavecmd.Command(tel))
	return run(ctx, tel, root)
}

// deaf is a tool as its author is told to write main, with a command that ignores
// its context.
func deaf(tel *app.App) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the tool

	return urfavecmd.Main(ctx, tel, &cli.Command{Name: "mytool", Action: func(ctx context.Context, _ *cli.Command) error {
		fmt.Println("ready")
		<-ctx.Done()
		fmt.Println("heard")
		select {}
	}})
}
