package cobracmd_test

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
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
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(&cobra.Command{Use: "deploy", Aliases: []string{"ship"}, Run: func(*cobra.Command, []string) {
		fmt.Println("deployed")
	}})
	root.SetArgs([]string{"ship", "production"}) // in a test
	code := cobracmd.Main(context.Background(), tel, root)
	fmt.Println("exit code", code) // a tool calls os.Exit(code)
	// Output:
	// deployed
	// recorded: deploy ok
	// exit code 0
}

func ExampleExecute() {
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.0.0", TestSink: printing})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	root := &cobra.Command{Use: "mytool", SilenceErrors: true, SilenceUsage: true}
	root.AddCommand(
		&cobra.Command{Use: "deploy", RunE: func(*cobra.Command, []string) error { return fmt.Errorf("no such target") }},
		cobracmd.Command(tel),
	)
	root.SetArgs([]string{"deploy"})
	if err := cobracmd.Execute(context.Background(), tel, root); err != nil {
		fmt.Println("mytool:", err) // the tool prints its errors itself
	}
	// Output:
	// recorded: deploy error
	// mytool: no such target
}

// printing prints what is recorded.
var printing = telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
	command, _ := e.Attrs.Get("command")
	outcome, _ := e.Attrs.Get("outcome")
	_, err := fmt.Println("recorded:", command, outcome)
	return err
})
