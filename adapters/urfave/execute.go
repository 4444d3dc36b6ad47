package urfavecmd

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/app"
)

// Execute runs root as root.Run does, and records the run if the user granted
// consent. args begin with the name of the program; the default is os.Args. It
// returns root's error, and lets a panic pass. With a nil App it only runs root.
//
// An error that wraps an [app.ExitError] comes from the command "telemetry", which
// has printed its own message.
func Execute(ctx context.Context, tel *app.App, root *cli.Command, args ...string) (err error) {
	if len(args) == 0 {
		args = os.Args
	}
	if tel == nil {
		return root.Run(ctx, args)
	}
	e := begin(ctx, tel, root, args)
	defer e.restore()
	defer func() { e.end(err) }()
	return root.Run(ctx, args)
}

// Main adds the command "telemetry" to root unless root has one, runs root like
// Execute, prints the error to root's ErrWriter, and returns the exit code of
// [app.App.ExitCode]. An error of [cli.Exit] ends the process as it does without
// Main.
//
// Ctrl-C ends the tool as it does without Main. If the tool's commands end with
// their context, pass a context that ends at the first signal only. Then a
// second Ctrl-C ends the tool:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
//	context.AfterFunc(ctx, stop)
//	os.Exit(urfavecmd.Main(ctx, tel, root))
func Main(ctx context.Context, tel *app.App, root *cli.Command, args ...string) int {
	if root.Command("telemetry") == nil {
		root.Commands = append(root.Commands, Command(tel))
	}
	err := Execute(ctx, tel, root, args...)
	if own := (*app.ExitError)(nil); err != nil && !errors.As(err, &own) {
		fmt.Fprintln(root.ErrWriter, err)
	}
	return tel.ExitCode(err)
}

// execution is one run of root.
type execution struct {
	tel      *app.App
	run      *app.Run
	root     *cli.Command
	args     []string
	helpers  map[*cli.Command]bool // commands without an Action: they show their help
	outer    *execution            // the enclosing execution of the same root
	ran      []*cli.Command        // what this one runs, set when an inner one begins
	repeated bool                  // an inner one has recorded a command
	restore  func()
}

// executionKey is the key of the present execution in the root's Metadata.
const executionKey = "optin.execution"

func begin(ctx context.Context, tel *app.App, root *cli.Command, args []string) *execution {
	e := &execution{tel: tel, run: tel.Begin(ctx), root: root, args: args, helpers: map[*cli.Command]bool{}}
	_ = root.Walk(func(cmd *cli.Command) error {
		e.helpers[cmd] = cmd.Action == nil
		return nil
	})
	if e.outer, _ = root.Metadata[executionKey].(*execution); e.outer != nil && e.outer.ran == nil {
		e.outer.ran = chain(root)
		e.helpers = e.outer.helpers // the first run gives every command an Action
	}
	metadata, handle := root.Metadata, root.ExitErrHandler
	root.Metadata = map[string]any{executionKey: e}
	for key, value := range metadata {
		if key != executionKey {
			root.Metadata[key] = value
		}
	}
	root.ExitErrHandler = func(ctx context.Context, cmd *cli.Command, err error) {
		// The handler may end the process.
		if err != nil && (handle != nil || ends(err)) {
			e.end(err)
		}
		if handle != nil {
			handle(ctx, cmd, err)
		} else {
			cli.HandleExitCoder(err)
		}
	}
	e.restore = func() { root.Metadata, root.ExitErrHandler = metadata, handle }
	return e
}

// ends reports whether [cli.HandleExitCoder] ends the process for err.
func ends(err error) bool {
	// HandleExitCoder does not unwrap errors either.
	switch any(err).(type) {
	case cli.ExitCoder, cli.MultiError:
		return true
	}
	return false
}

// end records the outcome of the execution. Only the first call counts.
func (e *execution) end(err error) {
	if e.run == nil {
		return
	}
	run := e.run
	e.run = nil
	found := e.resolve(err)
	if e.outer != nil && found.path != "" {
		e.outer.repeated = true
	}
	run.Command(found.path)
	if found.quiet {
		run.Quiet()
	}
	run.End(err)
}
