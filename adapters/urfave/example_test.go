package urfavecmd_test

import (
	"context"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/adapters/urfave"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/telemetry"
)

func ExampleMain() {
	tel, err := app.New(app.Config{
		Tool: "mytool", ToolVersion: "1.0.0",
		TestSink: printing, // in a test: a tool has an Exporter
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
	}
	root := &cli.Command{Name: "mytool", Commands: []*cli.Command{
		{Name: "deploy", Aliases: []string{"ship"}, Action: func(context.Context, *cli.Command) error {
			_, err := fmt.Println("deployed")
			return err
		}},
	}}
	// A tool leaves the arguments out: they are os.Args then.
	code := urfavecmd.Main(context.Background(), tel, root, "mytool", "ship", "production")
	fmt.Println("exit code", code) // a tool calls os.Exit(code)
	// Output:
	// deployed
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
