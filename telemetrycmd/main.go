package telemetrycmd

import (
	"context"
	"slices"

	"github.com/spf13/cobra"
)

// Main runs root as its ExecuteContext does, records what ran if the user agreed,
// delivers beside it what earlier runs recorded, asks the user if it is time to,
// and returns the exit code: 0, that of Config.ExitCode for an error, or one of
// the command "telemetry". Pass it to os.Exit.
//
// What root prints, its errors, its exit code and its panics are what they are
// without an App. Main installs no signal handler: for a command that ends at
// Ctrl-C to be recorded, as cancelled, ctx must be one of
// [os/signal.NotifyContext]. A panic is recorded and not recovered. A command that
// calls os.Exit calls [App.Finish] before, or is not recorded.
//
// When the command has ended, Main waits for nothing but what Config.ExitBudget
// allows. Main of a nil App runs root and does nothing else.
func (a *App) Main(ctx context.Context, root *cobra.Command) int {
	if a == nil {
		return a.exitCode(root.ExecuteContext(ctx))
	}
	r := a.begin(ctx, root)
	defer r.end(ctx)
	cmd, err := root.ExecuteContextC(ctx)
	code := a.exitCode(err)
	r.returned(cmd, err)
	return code
}

// Finish records the command that runs, as one that ended with err, and ends what
// Main would. It is for a command that ends the process itself:
//
//	app.Finish(err)
//	os.Exit(3)
//
// A nil err is a success. Call it in the command's own goroutine. It waits for as
// long as Main would. A second one, one outside of Main, and that of a nil App do
// nothing.
func (a *App) Finish(err error) {
	if a == nil {
		return
	}
	a.mu.Lock()
	runs := a.runs
	a.runs = nil
	a.mu.Unlock()
	if len(runs) == 0 {
		return
	}
	for _, r := range slices.Backward(runs) {
		r.abandoned(outcomeOf(r.cancelled(), err))
	}
	a.close(a.cfg.ExitBudget)
}
