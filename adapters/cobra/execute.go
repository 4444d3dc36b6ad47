package cobracmd

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/app"
)

// Execute runs root as root.ExecuteContext does, and records the run if the user
// agreed. It returns the error that cobra returns, and lets a panic pass. With a
// nil App it does nothing but run root.
//
// An error of the command "telemetry" is an [app.ExitError]: the command has
// printed its own message.
func Execute(ctx context.Context, tel *app.App, root *cobra.Command) error {
	root = root.Root()
	var ran *cobra.Command
	return around(ctx, tel, root, &ran, func(ctx context.Context) (err error) {
		ran, err = root.ExecuteContextC(ctx)
		return err
	})
}

// Around records as Execute does, and leaves it to execute to run root. It is for
// libraries that run a tree in their own way:
//
//	err := cobracmd.Around(ctx, tel, root, func(ctx context.Context) error {
//		return fang.Execute(ctx, root)
//	})
//
// It returns what execute returns.
func Around(ctx context.Context, tel *app.App, root *cobra.Command, execute func(context.Context) error) error {
	var unknown *cobra.Command
	return around(ctx, tel, root.Root(), &unknown, execute)
}

// Main adds the command "telemetry" to root, unless it has one, runs root as
// Execute does, and returns the exit code that [app.App.ExitCode] gives.
//
// Ctrl-C ends the tool as it does without Main. A tool whose commands end when
// their context does passes one that ends at the first signal only, so that a
// second one ends the tool:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
//	context.AfterFunc(ctx, stop)
//	os.Exit(cobracmd.Main(ctx, tel, root))
func Main(ctx context.Context, tel *app.App, root *cobra.Command) int {
	root = root.Root()
	addTelemetry(tel, root)
	return tel.ExitCode(Execute(ctx, tel, root))
}

// around records what execute runs. *ran is the command that ran, as far as execute
// can tell.
func around(ctx context.Context, tel *app.App, root *cobra.Command, ran **cobra.Command, execute func(context.Context) error) (err error) {
	if tel == nil {
		return execute(ctx)
	}
	run := tel.Begin(ctx)
	ctx, outer, this := nest(ctx, root)
	defer func() {
		found := resolve(tel, root, *ran, err)
		if this.repeated && (found.inner || *ran == nil) {
			found.path = "" // it has been recorded where it was executed
		}
		if outer != nil && found.path != "" {
			outer.repeated = true
		}
		run.Command(found.path)
		if found.quiet {
			run.Quiet()
		}
		run.End(err)
	}()
	return execute(ctx)
}
