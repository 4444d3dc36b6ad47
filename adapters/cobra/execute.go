package cobracmd

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/app"
)

// Execute runs root as root.ExecuteContext does, and records the run if the user
// granted consent. It returns cobra's error, and lets a panic pass. With a nil
// App it only runs root.
//
// An [app.ExitError] comes from the command "telemetry", which has printed its
// own message.
func Execute(ctx context.Context, tel *app.App, root *cobra.Command) error {
	root = root.Root()
	var ran *cobra.Command
	return around(ctx, tel, root, &ran, func(ctx context.Context) (err error) {
		ran, err = root.ExecuteContextC(ctx)
		return err
	})
}

// Around records like Execute, but calls execute to run root. It is for libraries
// that run a tree in their own way:
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

// Main adds the command "telemetry" to root unless root has one, runs root like
// Execute, and returns the exit code of [app.App.ExitCode].
//
// Ctrl-C ends the tool as it does without Main. If the tool's commands end with
// their context, pass a context that ends at the first signal only. Then a
// second Ctrl-C ends the tool:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
//	context.AfterFunc(ctx, stop)
//	os.Exit(cobracmd.Main(ctx, tel, root))
func Main(ctx context.Context, tel *app.App, root *cobra.Command) int {
	root = root.Root()
	addTelemetry(tel, root)
	return tel.ExitCode(Execute(ctx, tel, root))
}

// around records what execute runs. *ran is the command that ran, if execute can
// tell.
func around(ctx context.Context, tel *app.App, root *cobra.Command, ran **cobra.Command, execute func(context.Context) error) (err error) {
	if tel == nil {
		return execute(ctx)
	}
	run := tel.Begin(ctx)
	ctx, outer, this := nest(ctx, root)
	defer func() {
		found := resolve(tel, root, *ran, err)
		if this.repeated && (found.inner || *ran == nil) {
			found.path = "" // the inner execution has recorded it
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
