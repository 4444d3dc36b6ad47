// Command flag is a tool that needs no more than the standard library.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"

	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "flag", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	ctx := context.Background()
	flag.Parse()
	if flag.Arg(0) == "telemetry" {
		os.Exit(tel.Telemetry(ctx, flag.Args()[1:]))
	}
	// A name of the tool's own, never what was typed.
	name, run := command(flag.Args())
	err = tel.Run(ctx, name, run)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(tel.ExitCode(err))
}

// tool:

func command(args []string) (name string, run func(context.Context) error) {
	switch {
	case len(args) == 2 && args[0] == "hello":
		return "hello", func(context.Context) error { _, err := fmt.Println("Hello, " + args[1] + "!"); return err }
	case len(args) == 1 && args[0] == "fail":
		return "fail", func(context.Context) error { return errors.New("it failed") }
	}
	return app.CommandUnknown, func(context.Context) error { return errors.New("usage: flag hello NAME | fail | telemetry") }
}
