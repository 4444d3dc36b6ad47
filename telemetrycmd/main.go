package telemetrycmd

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

// Main runs root, records what ran, closes what the App holds open, and returns
// the exit code: 0, or for an error what Config.ExitCode says. Pass it to os.Exit.
//
// Output, exit code and panics of the tool are those that root.ExecuteContext
// would give. Main installs no signal handler: for a run that Ctrl-C ends to be
// recorded, ctx must be one of [os/signal.NotifyContext]. A panic is recorded and
// not recovered. What calls os.Exit ends the run unrecorded, unless it calls
// [App.Finish] before.
//
// What is queued is delivered beside the command's own work, and beyond its end
// for Config.ExitBudget at most. At the end the user is asked, if they have not
// decided. Main of a nil App runs root and does nothing else.
func (a *App) Main(ctx context.Context, root *cobra.Command) int {
	if ctx == nil {
		ctx = context.Background()
	}
	if a == nil || root == nil {
		return a.exitCode(execute(ctx, root))
	}
	r := a.begin(ctx, root)
	panicked := true
	// Recovering would change what the panic prints.
	defer func() {
		if panicked {
			r.end(r.resolved(), outcomePanic)
		}
	}()
	cmd, err := root.ExecuteContextC(ctx)
	panicked = false

	outcome := outcomeOf(ctx, err)
	r.end(ran(cmd), outcome)
	if outcome == outcomeOK && a.askable(cmd) {
		a.ask(ctx)
	}
	return a.exitCode(err)
}

func execute(ctx context.Context, root *cobra.Command) error {
	if root == nil {
		return nil
	}
	return root.ExecuteContext(ctx)
}

// Finish ends the recording of the run that [App.Main] began, for a command that
// calls os.Exit: err is why it ends, nil if it succeeded. Main then records
// nothing more. Finish without a Main, or a second one, does nothing.
func (a *App) Finish(err error) {
	if a == nil {
		return
	}
	a.mu.Lock()
	r := a.running
	a.mu.Unlock()
	if r != nil {
		r.end(r.resolved(), outcomeOf(context.Background(), err))
	}
}

func outcomeOf(ctx context.Context, err error) string {
	switch {
	case err == nil:
		return outcomeOK
	case ctx.Err() != nil || errors.Is(err, context.Canceled):
		return outcomeCancelled
	}
	return outcomeError
}

// askable reports whether the user may be asked after cmd: somebody who wanted a
// machine's output, or none, does not want a question.
func (a *App) askable(cmd *cobra.Command) bool {
	cmd = ran(cmd)
	if cmd == nil || !a.recordable(cmd) || isSet(cmd, "quiet") || isSet(cmd, "json") {
		return false
	}
	if output := cmd.Flags().Lookup("output"); output != nil && output.Value.String() == "json" {
		return false
	}
	vetoes := a.gate().Vetoes
	return len(vetoes) == 1 && (vetoes[0].Code == consent.VetoUndecided || vetoes[0].Code == consent.VetoNoticeOutdated)
}
