package app

import (
	"context"
	"os"
	"runtime"
	"sync/atomic"
	"time"
)

// Run is one run of the tool. Make one with [App.Begin], and end it with [Run.End].
// A nil Run does nothing.
type Run struct {
	app     *App
	ctx     context.Context
	session *session
	began   time.Time
	command string // "" is not recorded
	quiet   bool
	ended   atomic.Bool
}

// Begin begins a run. It decides whether to record the run; if not, neither Begin nor
// the Run does anything else. If ctx has ended by the time of End, the run counts as
// cancelled. Begin of a nil App returns nil.
func (a *App) Begin(ctx context.Context) *Run {
	if a == nil {
		return nil
	}
	if ctx == nil {
		ctx = context.Background()
	}
	return &Run{app: a, ctx: ctx, began: time.Now(), session: a.enter()}
}

// Run runs f as the named command, and records it as [App.Begin] and [Run.End] do. It
// returns the error of f, and lets a panic pass. Run of a nil App only runs f.
func (a *App) Run(ctx context.Context, command string, f func(context.Context) error) (err error) {
	r := a.Begin(ctx)
	r.Command(command)
	defer func() { r.End(err) }()
	return f(ctx)
}

// Command sets which command runs: its path as the framework resolved it, such as
// "remote add", never as the user typed it. Use [CommandAlias] or [CommandPlugin]
// for a command whose name the user chose, and [CommandUnknown] for input that is
// no command. Use "" for help, version, completion, telemetry and hidden commands:
// such a run is not recorded, and asks nobody. A later call replaces an earlier
// one. Call it in the goroutine that calls End.
func (r *Run) Command(path string) {
	if r != nil {
		r.command = path
	}
}

// Quiet says that a program reads the output of the run: nobody is asked after it.
func (r *Run) Quiet() {
	if r != nil {
		r.quiet = true
	}
}

// End ends the run. It records the outcome, sees to the delivery of the queue, and
// asks the user for consent if it is time to. Call it once, deferred, so that it
// records a panic too:
//
//	run := tel.Begin(ctx)
//	defer func() { run.End(err) }()
//
// A panic passes unchanged. A second End does nothing. A nil err is a success. With a
// [Config.ExitBudget], End takes at most that long, and after a panic no time at all.
// A command that calls os.Exit must call End first, or it is not recorded.
func (r *Run) End(err error) {
	if r == nil || !r.ended.CompareAndSwap(false, true) {
		return
	}
	mayAsk := err == nil && r.mayAsk()
	// To look for a panic costs more than the rest of a run that is off.
	panics := (mayAsk || !r.session.isOff()) && isPanicking()
	r.record(err, panics)
	if others := r.app.leave(r.command, panics); mayAsk && !others && !panics {
		r.ask()
	}
}

// mayAsk reports whether only a decision is missing, and somebody could give it now.
func (r *Run) mayAsk() bool {
	return r.command != "" && !r.quiet && r.app.cfg.TestSink == nil && r.session.verdict.mayAsk() && isTerminal(os.Stdin)
}

// record records the outcome of the run, even if its context has ended. It reports
// no failure: that would change the tool's output.
func (r *Run) record(err error, panics bool) {
	defer quietly()
	a, s := r.app, r.session
	switch {
	case s.isOff(), r.command == "":
	case s.none != "":
		a.show("none: " + s.none)
	default:
		i := invocation{command: r.command, outcome: outcomeOf(r.ctx.Err() != nil, err), took: time.Since(r.began), exitCode: a.ExitCode(err)}
		if panics {
			i.outcome, i.exitCode = outcomePanic, exitOfPanic
		} else if a.cfg.Outcome != nil {
			if word := a.cfg.Outcome(err); word != "" {
				i.outcome = word
			}
		}
		rec := s.recorder()
		if rec == nil {
			a.debug.printf("nothing is recorded: the directory for state, the identity or descriptors are not to be had")
			return
		}
		recordErr := rec.Record(context.Background(), InvokeEvent, a.filler.attrs(i)...)
		a.debug.result(recordErr, "recorded %s %q, outcome %s", InvokeEvent, i.command, i.outcome)
	}
}

// exitOfPanic is the exit code that Go gives a program that panics.
const exitOfPanic = 2

func (r *Run) ask() {
	defer quietly()
	r.app.prompter.ask(r.ctx)
}

// isPanicking reports whether a panic is unwinding through the deferred call of End. It
// looks at the stack, because to recover and panic again would change what Go prints.
func isPanicking() bool {
	// End, the deferred function and, for an adapter, a few more.
	const near = 12
	var pcs [near]uintptr
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs[:])])
	for {
		frame, more := frames.Next()
		if frame.Function == "runtime.gopanic" {
			return true
		}
		if !more {
			return false
		}
	}
}
