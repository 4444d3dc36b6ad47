// Command fang is a tool that is built with cobra and run by fang.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/charmbracelet/fang"
	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
)

func main() {
	tel, err := app.New(app.Config{Tool: "fang", ToolVersion: "0.1.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	root := newRoot()
	root.AddCommand(cobracmd.Command(tel))
	err = cobracmd.Around(context.Background(), tel, root, func(ctx context.Context) error {
		return fang.Execute(ctx, root, fang.WithErrorHandler(printError))
	})
	os.Exit(tel.ExitCode(err))
}

// printError leaves out what "telemetry" has printed.
func printError(w io.Writer, styles fang.Styles, err error) {
	if printed := (*app.ExitError)(nil); !errors.As(err, &printed) {
		fang.DefaultErrorHandler(w, styles, err)
	}
}

// tool:

func newRoot() *cobra.Command {
	root := &cobra.Command{Use: "fang"}
	root.AddCommand(
		&cobra.Command{Use: "hello NAME", Args: cobra.ExactArgs(1), Run: func(_ *cobra.Command, args []string) {
			fmt.Println("Hello, " + args[0] + "!")
		}},
		&cobra.Command{Use: "fail", RunE: func(*cobra.Command, []string) error { return errors.New("it failed") }},
	)
	return root
}
