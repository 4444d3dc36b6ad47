// Command ff is a tool that is built with ff.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/peterbourgon/ff/v4"
	"github.com/peterbourgon/ff/v4/ffhelp"

	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "ff", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	ctx, args, root := context.Background(), os.Args[1:], newRoot()
	if len(args) > 0 && args[0] == "telemetry" {
		os.Exit(tel.Telemetry(ctx, args[1:]))
	}
	name := app.CommandUnknown
	err = root.Parse(args)
	if selected := root.GetSelected(); selected != root {
		name = selected.Name
	}
	if errors.Is(err, ff.ErrHelp) {
		name = "" // is not recorded
	}
	err = tel.Run(ctx, name, func(ctx context.Context) error {
		if err != nil {
			return err
		}
		return root.Run(ctx)
	})
	report(root, err)
	os.Exit(tel.ExitCode(err))
}

// tool:

func newRoot() *ff.Command {
	return &ff.Command{Name: "ff", Subcommands: []*ff.Command{
		{Name: "hello", Exec: func(_ context.Context, args []string) error {
			_, err := fmt.Println("Hello, " + args[0] + "!")
			return err
		}},
		{Name: "fail", Exec: func(context.Context, []string) error { return errors.New("it failed") }},
		{Name: "telemetry", ShortHelp: "show and change what usage data is recorded"},
	}}
}

func report(root *ff.Command, err error) {
	if errors.Is(err, ff.ErrHelp) || errors.Is(err, ff.ErrNoExec) {
		fmt.Fprintln(os.Stderr, ffhelp.Command(root))
	} else if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
}
