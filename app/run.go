package app

import "context"

// Names that stand in for a command's path where the path is not to be recorded.
const (
	// CommandAlias is a command that the user named: an alias.
	CommandAlias = "alias"
	// CommandPlugin is a command that the user installed: a plugin or an extension.
	CommandPlugin = "plugin"
	// CommandUnknown is what the user typed when it is no command.
	CommandUnknown = "unknown"
)

// Run is one run of the tool. Make one with [App.Begin], and end it with [Run.End].
// A nil Run does nothing.
type Run struct{}

// Begin begins a run. It decides whether the run is recorded; if not, neither Begin
// nor the Run does anything else. When ctx has ended by the time of End, the run
// counts as cancelled. Begin of a nil App returns nil.
func (a *App) Begin(ctx context.Context) *Run { return nil }

// Command says which command runs: its path as the framework resolved it, such as
// "remote add", never as the user typed it. The name of a command that the user
// chose is [CommandAlias] or [CommandPlugin]; what is no command is
// [CommandUnknown]. A run whose command is "" is not recorded, and nobody is asked
// after it: help, version, completion, telemetry and hidden commands. A later call
// replaces an earlier one.
func (r *Run) Command(path string) {}

// Quiet says that the output of the run is for programs: nobody is asked after it.
func (r *Run) Quiet() {}

// End ends the run: it records how it ended, sees to it that what waits is
// delivered, and asks the user if it is time to. Call it once, deferred, so that a
// panic is recorded as well:
//
//	run := tel.Begin(ctx)
//	defer func() { run.End(err) }()
//
// A panic passes unchanged. A second End does nothing. A nil err is a success.
func (r *Run) End(err error) {}
