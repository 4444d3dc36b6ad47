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

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
)

const version = "0.1.0"

func main() {
	tel, err := app.New(app.Config{
		Tool: "greet", ToolVersion: version, Catalog: declared, Exporter: exporter(),
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // a mistake of greet's author: tel is nil, and off
	}
	os.Exit(cobracmd.Main(context.Background(), tel, newRoot()))
}
