package kongcmd_test

import (
	"context"
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/adapters/kong"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/telemetry"
)

type deploy struct {
	Target string `arg:""`
}

func (d deploy) Run() error {
	_, err := fmt.Println("deployed to " + d.Target)
	return err
}

func ExampleMain() {
	os.Args = []string{"mytool", "ship", "production"} // in a test
	tel, err := app.New(app.Config{
		Tool: "mytool", ToolVersion: "1.0.0",
		TestSink: printing, // in a test: a tool has an Exporter
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
	}
	var commands struct {
		Deploy deploy `cmd:"" aliases:"ship"`
	}
	parser := kong.Must(&commands, kong.Name("mytool"), kongcmd.Command(tel))
	code := kongcmd.Main(context.Background(), tel, parser)
	fmt.Println("exit code", code) // a tool calls os.Exit(code)
	// Output:
	// deployed to production
	// recorded: deploy ok
	// exit code 0
}

// printing prints what is recorded.
var printing = telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
	command, _ := e.Attrs.Get("command")
	outcome, _ := e.Attrs.Get("outcome")
	_, err := fmt.Println("recorded:", command, outcome)
	return err
})
