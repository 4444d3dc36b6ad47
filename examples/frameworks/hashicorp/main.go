// Command hashicorp is a tool that is built with hashicorp/cli.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/hashicorp/cli"

	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "hashicorp", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	ctx, c := context.Background(), newCLI(os.Args[1:])
	if len(c.Args) > 0 && c.Args[0] == "telemetry" {
		os.Exit(tel.Telemetry(ctx, c.Args[1:]))
	}
	// A name of the tool's own, never what was typed.
	name := c.Subcommand()
	if _, ok := c.Commands[name]; !ok {
		name = app.CommandUnknown
	}
	if c.IsHelp() || c.IsVersion() {
		name = "" // is not recorded
	}
	err = tel.Run(ctx, name, func(context.Context) error {
		code, err := c.Run()
		if err == nil && code != 0 {
			err = &app.ExitError{Code: code}
		}
		return err
	})
	os.Exit(tel.ExitCode(err))
}

// tool:

func newCLI(args []string) *cli.CLI {
	c := cli.NewCLI("hashicorp", "0.1.0")
	c.Args = args
	c.Commands = map[string]cli.CommandFactory{
		"hello": func() (cli.Command, error) {
			return command(func(args []string) int { fmt.Println("Hello, " + args[0] + "!"); return 0 }), nil
		},
		"fail": func() (cli.Command, error) {
			return command(func([]string) int { fmt.Fprintln(os.Stderr, "it failed"); return 1 }), nil
		},
	}
	return c
}

type command func(args []string) int

func (c command) Run(args []string) int { return c(args) }
func (command) Help() string            { return "" }
func (command) Synopsis() string        { return "" }
