// Command greet is a small command-line tool that records its own usage with
// optin: nothing at all until its user agrees, then one event for each run, which
// "greet telemetry show" prints.
//
// Run it from the root of the repository:
//
//	go run ./examples/greet hello Ada
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/optin-go/optin/telemetrycmd"
)

const version = "0.1.0"

func main() { os.Exit(run()) }

func run() int {
	// The commands end when Ctrl-C is pressed, and so are recorded as cancelled.
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()

	root := newRoot()
	app, err := telemetrycmd.New(telemetrycmd.Config{
		Tool: "greet", ToolVersion: version, Catalog: declared, Exporter: exporter(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // a mistake of greet's author; app is nil, and off
	}
	root.AddCommand(app.Command())
	app.Instrument(root)
	return app.Main(ctx, root)
}
