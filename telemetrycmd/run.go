package telemetrycmd

import (
	"context"
	"sync"
	"time"

	"github.com/spf13/cobra"
)

// run is one execution of the tool's commands.
type run struct {
	app      *App
	root     *cobra.Command
	ctx      context.Context
	began    time.Time
	earlier  map[*cobra.Command]bool // commands that an earlier run has called
	restore  []func()                // what undoes begin's changes to the commands
	delivery *delivery
	once     sync.Once
}

// begin begins a run. Off, it does nothing but decide.
func (a *App) begin(ctx context.Context, root *cobra.Command) *run {
	r := &run{app: a, root: root, ctx: ctx, began: time.Now(), earlier: map[*cobra.Command]bool{}}
	rec := a.record()
	if rec.off() {
		return r
	}
	each(root, func(cmd *cobra.Command) {
		if cmd.CalledAs() != "" {
			r.earlier[cmd] = true
		}
		if rec.queue != nil && a.recordable(cmd) {
			r.deliverBeside(cmd)
		}
	})
	a.mu.Lock()
	defer a.mu.Unlock()
	a.running = r
	return r
}

// deliverBeside begins a delivery when cmd begins its work, and not before: until
// cobra has resolved the command it may be "telemetry disable". A hook that cmd
// has already still runs, and nothing else of it changes.
func (r *run) deliverBeside(cmd *cobra.Command) {
	preRun, preRunE := cmd.PreRun, cmd.PreRunE
	r.restore = append(r.restore, func() { cmd.PreRun, cmd.PreRunE = preRun, preRunE })
	begin := func(cmd *cobra.Command) {
		if r.delivery == nil && r.app.recordable(cmd) {
			r.delivery = beginDelivery(r.app.record().queue)
		}
	}
	if preRunE != nil {
		cmd.PreRunE = func(cmd *cobra.Command, args []string) error {
			begin(cmd)
			return preRunE(cmd, args)
		}
		return
	}
	cmd.PreRun = func(cmd *cobra.Command, args []string) {
		begin(cmd)
		if preRun != nil {
			preRun(cmd, args)
		}
	}
}

// end records the command that ran, nil for what is none, and closes everything.
// A second call does nothing.
func (r *run) end(cmd *cobra.Command, outcome string) {
	r.once.Do(func() {
		a := r.app
		a.mu.Lock()
		if a.running == r {
			a.running = nil
		}
		a.mu.Unlock()
		for _, restore := range r.restore {
			restore()
		}
		rec := a.record()
		if rec.off() {
			return
		}
		// A cancelled command is recorded too.
		ctx := context.WithoutCancel(r.ctx)
		if a.instrumented && (cmd == nil && outcome != outcomeOK || cmd != nil && a.recordable(cmd)) {
			i := invocation{command: []string{unknownCommand}, outcome: outcome, took: time.Since(r.began)}
			if cmd != nil {
				i.command = names(cmd)
			}
			if event, ok := a.catalog.Lookup(InvokeEvent); ok {
				allow(event, i.command[0])
				// Nobody is told: telemetry must not change what the tool prints.
				_ = rec.get().Record(ctx, InvokeEvent, i.attrs(event)...)
			}
		}
		r.delivery.end(rec.queue, a.cfg.ExitBudget)
		rec.close()
	})
}

// ran returns the command that cobra resolved and ran, or nil if what was typed
// is none.
func ran(cmd *cobra.Command) *cobra.Command {
	if cmd == nil || cmd.CalledAs() == "" {
		return nil
	}
	return cmd
}

// resolved returns the command that runs now, for those who cannot ask cobra.
func (r *run) resolved() (found *cobra.Command) {
	each(r.root, func(cmd *cobra.Command) {
		if cmd.CalledAs() != "" && !r.earlier[cmd] {
			found = cmd
		}
	})
	return found
}

// each calls do with cmd and all commands below it, children last.
func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, c := range cmd.Commands() {
		each(c, do)
	}
}
