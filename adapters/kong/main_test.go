package kongcmd_test

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"testing"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/adapters/kong"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/internal/tooltest"
	"github.com/optin-go/optin/telemetry"
)

func TestMain(m *testing.M) {
	tooltest.Main(m, map[string]func() int{
		"plain": func() int { return runTree(newApp(nil), alone) },
		"nil":   func() int { return runTree(nil, execute) },
		"off":   func() int { return runTree(newApp(nil), main) },
		"on":    func() int { return runTree(newApp(recorded), execute) },
		"main":  func() int { return runTree(newApp(recorded), main) },
		"deaf":  func() int { return deaf(newApp(recorded)) },
	})
}

// alone runs the command line as a tool without an App does.
func alone(ctx context.Context, _ *app.App, parser *kong.Kong) int {
	parsed, err := parser.Parse(os.Args[1:])
	if err == nil {
		parsed.BindTo(ctx, (*context.Context)(nil))
		err = parsed.Run(&bound)
	}
	parser.FatalIfErrorf(err)
	return 0
}

func execute(ctx context.Context, tel *app.App, parser *kong.Kong) int {
	parser.FatalIfErrorf(kongcmd.Execute(ctx, tel, parser, &bound))
	return 0
}

func main(ctx context.Context, tel *app.App, parser *kong.Kong) int {
	return kongcmd.Main(ctx, tel, parser, &bound)
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
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat, TestSink: sink})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(70)
	}
	return tel
}

// runTree is mytool.
func runTree(tel *app.App, run func(context.Context, *app.App, *kong.Kong) int) int {
	ctx := context.Background()
	if slices.Contains(os.Args, "interrupt") {
		var stop context.CancelFunc
		ctx, stop = signal.NotifyContext(ctx, os.Interrupt)
		defer stop()
	}
	return run(ctx, tel, newParser(tel))
}

// deaf is a tool as its author is told to write main, with a command that ignores
// its context.
func deaf(tel *app.App) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the tool

	return kongcmd.Main(ctx, tel, kong.Must(&ignores{}, kong.Name("mytool")))
}

type ignores struct{}

func (ignores) Run(ctx context.Context) error {
	fmt.Println("ready")
	<-ctx.Done()
	fmt.Println("heard")
	select {}
}
