// Command urfave is a tool that is built with urfave/cli.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/adapters/urfave"
	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "urfave", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(urfavecmd.Main(context.Background(), tel, newRoot()))
}

// tool:

func newRoot() *cli.Command {
	return &cli.Command{Name: "urfave", Commands: []*cli.Command{
		{Name: "hello", Action: func(_ context.Context, cmd *cli.Command) error {
			_, err := fmt.Println("Hello, " + cmd.Args().First() + "!")
			return err
		}},
		{Name: "fail", Action: func(context.Context, *cli.Command) error { return fmt.Errorf("it failed") }},
	}}
}
