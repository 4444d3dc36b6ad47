package telemetrycmd

import (
	"context"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

// run is one run of a tree of commands by [App.Main].
type run struct {
	app       *App
	root      *cobra.Command
	cancelled func() bool // whether its context has ended
	recording *recording
	began     time.Time
	earlier   []*cobra.Command // those that earlier runs have called
	restore   []func()         // what undoes what was changed about commands
	ended     bool             // how it ended is known, and is recorded if it may be
	ask       *cobra.Command   // after which the user may be asked; nil if none
}

// begin begins a run. Off, it does nothing but decide.
func (a *App) begin(ctx context.Context, root *cobra.Command) *run {
	r := &run{app: a, root: root.Root(), recording: &recording{}, began: time.Now()}
	r.cancelled = func() bool { return ctx != nil && ctx.Err() != nil }
	r.decide()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.runs = append(a.runs, r)
	return r
}

// decide decides whether the run is recorded. If it cannot, it is not.
func (r *run) decide() {
	defer quietly()
	r.recording = r.app.record()
	if !r.recording.isOff() {
		each(r.root, r.prepare)
	}
}

func (r *run) prepare(cmd *cobra.Command) {
	if cmd.CalledAs() != "" {
		r.earlier = append(r.earlier, cmd)
	}
	if r.recording.queue != nil && cmd.Runnable() && r.app.isRecorded(cmd) {
		r.deliverBeside(cmd)
	}
}

// deliverBeside begins a delivery when cmd begins its work, and not before: until
// cobra has resolved the command it may be "telemetry disable". The hook that cmd
// has already still runs, nothing else of it changes, and the end of the run takes
// it back.
func (r *run) deliverBeside(cmd *cobra.Command) {
	preRun, preRunE := cmd.PreRun, cmd.PreRunE
	if preRunE != nil {
		r.restore = append(r.restore, func() { cmd.PreRunE = preRunE })
		cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
			r.recording.deliver()
			return preRunE(cmd, args)
		}
		return
	}
	r.restore = append(r.restore, func() { cmd.PreRun = preRun })
	cmd.PreRun = func(cmd *cobra.Command, args []string) {
		r.recording.deliver()
		if preRun != nil {
			preRun(cmd, args)
		}
	}
}

// returned records a run whose command has returned.
func (r *run) returned(cmd *cobra.Command, err error) {
	defer quietly()
	if err != nil && !cmd.HasParent() && slices.Contains(r.earlier, cmd) {
		r.ended = true // the root failed, or there is no such command: cobra does not tell
		return
	}
	if err != nil && cmd.CalledAs() == "" {
		cmd = nil // there is no such command
	}
	if err == nil && showedHelp(cmd) {
		r.ended = true
		return
	}
	r.record(cmd, outcomeOf(r.cancelled(), err))
	if err == nil && r.app.isRecorded(cmd) && !isForPrograms(cmd) {
		r.ask = cmd
	}
}

// abandoned records a run whose command will not return.
func (r *run) abandoned(outcome string) {
	defer quietly()
	cmd := r.resolved()
	if cmd == nil && len(r.earlier) > 0 {
		r.ended = true // it is one of those, and cobra does not tell which
		return
	}
	r.record(cmd, outcome)
}

// resolved returns the command that cobra has resolved in this run, for those who
// cannot ask cobra; nil if there is none.
func (r *run) resolved() (found *cobra.Command) {
	if r.recording.isOff() {
		return nil
	}
	each(r.root, func(cmd *cobra.Command) {
		if cmd.CalledAs() != "" && !slices.Contains(r.earlier, cmd) {
			found = cmd
		}
	})
	return found
}

// record records, once, how the run ended. A nil cmd is one that does not exist.
func (r *run) record(cmd *cobra.Command, outcome string) {
	if r.ended {
		return
	}
	r.ended = true
	a, rec := r.app, r.recording
	switch {
	case rec.isOff(), !a.isInstrumented(r.root), cmd != nil && !a.isRecorded(cmd):
	case rec.none != "":
		a.show("none: " + rec.none)
	default:
		i := invocation{command: unknownCommand, outcome: outcome, took: time.Since(r.began)}
		if cmd != nil {
			i.command = a.pathOf(cmd)
		}
		// A request that began from here on would take the event along, and be given
		// up without an answer a moment later: the event would be sent twice.
		if a.isLast() {
			rec.ending.Store(true)
		}
		// Neither does a context that has ended keep it from being recorded, nor is
		// anybody told if it cannot be: that would change what the tool prints.
		_ = rec.recorder().Record(context.Background(), InvokeEvent, i.attrs(a.catalog)...)
	}
}

// isLast reports whether no other run is around the one that ends.
func (a *App) isLast() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.runs) <= 1
}

// end ends a run. It does not recover: a panic of the command goes on its way,
// with its own text.
func (r *run) end(ctx context.Context) {
	budget := r.app.cfg.ExitBudget
	if !r.ended {
		budget = 0 // somebody whose command panicked waits for nothing
		r.abandoned(outcomePanic)
	}
	for _, restore := range r.restore {
		restore()
	}
	if r.app.leave(r) {
		return
	}
	r.app.close(budget)
	if r.ask != nil && mayBeAsked(r.recording.gate) {
		r.askUser(ctx)
	}
}

// leave takes r from the runs that have not ended, and reports whether there are
// others.
func (a *App) leave(r *run) (others bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.runs = slices.DeleteFunc(a.runs, func(other *run) bool { return other == r })
	return len(a.runs) > 0
}

// close ends what is recorded with. The next run begins anew.
func (a *App) close(budget time.Duration) {
	defer quietly()
	a.mu.Lock()
	rec := a.recording
	a.recording = nil
	a.mu.Unlock()
	if rec != nil {
		rec.finish(budget)
		rec.close()
	}
}

// mayBeAsked reports whether a decision is all that was missing.
func mayBeAsked(g gate) bool {
	return len(g.Vetoes) == 1 &&
		(g.Vetoes[0].Code == consent.VetoUndecided || g.Vetoes[0].Code == consent.VetoNoticeOutdated)
}

func (r *run) askUser(ctx context.Context) {
	defer quietly()
	a := r.app
	a.mu.Lock()
	a.last = r.ask
	a.mu.Unlock()
	if ctx == nil {
		ctx = context.Background()
	}
	a.ask(ctx)
}

func (a *App) isInstrumented(root *cobra.Command) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.ContainsFunc(a.roots, func(r *cobra.Command) bool { return r.Root() == root })
}

// quietly keeps a mistake of this package, or a panic of what it was given, from
// becoming one of the tool.
func quietly() { _ = recover() }
