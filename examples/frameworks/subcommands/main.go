// Command subcommands is a tool that is built with google/subcommands.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/google/subcommands"

	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "subcommands", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	ctx := context.Background()
	register()
	flag.Parse()
	if flag.Arg(0) == "telemetry" {
		os.Exit(tel.Telemetry(ctx, flag.Args()[1:]))
	}
	// A name of the tool's own, never what was typed.
	name := app.CommandUnknown
	subcommands.DefaultCommander.VisitCommands(func(_ *subcommands.CommandGroup, cmd subcommands.Command) {
		if cmd.Name() == flag.Arg(0) {
			name = cmd.Name()
		}
	})
	err = tel.Run(ctx, name, func(ctx context.Context) error {
		return failure(subcommands.Execute(ctx))
	})
	os.Exit(tel.ExitCode(err))
}

// failure returns an exit status as an error.
func failure(status subcommands.ExitStatus) error {
	if status == subcommands.ExitSuccess {
		return nil
	}
	return &app.ExitError{Code: int(status)}
}

// tool:

func register() {
	subcommands.Register(&command{name: "hello", run: func(args []string) subcommands.ExitStatus {
		fmt.Println("Hello, " + args[0] + "!")
		return subcommands.ExitSuccess
	}}, "")
	subcommands.Register(&command{name: "fail", run: func([]string) subcommands.ExitStatus {
		fmt.Fprintln(os.Stderr, "it failed")
		return subcommands.ExitFailure
	}}, "")
}

type command struct {
	name string
	run  func(args []string) subcommands.ExitStatus
}

func (c *command) Name() string           { return c.name }
func (c *command) Synopsis() string       { return c.name }
func (c *command) Usage() string          { return c.name + "\n" }
func (c *command) SetFlags(*flag.FlagSet) {}
func (c *command) Execute(_ context.Context, f *flag.FlagSet, _ ...any) subcommands.ExitStatus {
	return c.run(f.Args())
}
