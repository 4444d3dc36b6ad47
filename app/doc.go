// Package app is telemetry in one command-line tool, whatever parses its command line:
// it decides, asks, records each run, queues, delivers, and is what `mytool telemetry …`
// does.
//
//	func main() {
//		tel, err := app.New(app.Config{
//			Tool: "mytool", ToolVersion: version, Catalog: cat, Exporter: exporter,
//		}) // call it first: in a process that was started to deliver, New does not return
//		if err != nil {
//			fmt.Fprintln(os.Stderr, err) // tel is nil, and so off
//		}
//		if len(os.Args) > 1 && os.Args[1] == "telemetry" {
//			os.Exit(tel.Telemetry(ctx, os.Args[2:]))
//		}
//		err = tel.Run(ctx, "mytool", run)
//		os.Exit(tel.ExitCode(err))
//	}
//
// Tools that are built with a framework use one call of package cobracmd, urfavecmd or
// kongcmd instead.
//
// # The rules
//
// It is off until a person agrees, by answering the question or with "telemetry enable".
// Whatever is unknown ends at off: a mistake in the Config, a record that cannot be
// read, a directory that cannot be used. "telemetry status" says what the runtime would
// do, from the same code, and why.
//
// Consent is to what is collected and to who receives it, item by item: see
// [catalog.Notice]. A better wording or a shorter list needs no new question; anything
// more does. The run in which the user agrees records nothing; the next one does.
//
// Off means untouched: the record of the decision is read, and nothing else. No file,
// directory, identity, attribute, goroutine or process is made, and no name is looked
// up. One exception is the user's own wish: a request to delete that the receiver has
// not acknowledged is made again by later runs.
//
// Opting out is a boundary. Once "disable" or "reset" has succeeded, no request begins
// with anything that was recorded before or meanwhile, and nothing more is written. A
// command that runs meanwhile looks at the decision again after each event, and takes
// the event back.
//
// The tool stays as it is: what it prints, its errors, its exit code and the text of its
// panics. Neither a receiver that hangs nor a full disk shows.
//
// # How events are delivered
//
// An event is in the file system before Record returns. The network is the work of a
// second process: when something waits, [Config.DeliverEvery] has passed and the
// receiver has not asked to be left alone, the tool starts its own executable once more,
// as "mytool telemetry send --detached", and goes on. That process has nothing of the
// command: no arguments, no input or output, no descriptors, a session of its own and a
// low priority. It asks for the consent anew, delivers, and ends after 25 seconds at
// the latest. The parent opens no socket.
//
// The variable <TOOL>_TELEMETRY_SENDER keeps that process from being anything else. New
// looks at it before all else, so what stands before New in main, and the init of the
// tool's packages, runs there too: call New first. None is started where telemetry is
// off, in CI, by a test, by "go run", by set-user-ID programs, by an executable that was
// replaced, or if the user sets <TOOL>_TELEMETRY_DETACH=0.
//
// With a [Config.ExitBudget] no process is started: the end of each run delivers, in at
// most so long.
//
// # What is recorded
//
// Events go through the [catalog.Catalog] of the Config: what is not declared there is
// refused. [Run.End] records [InvokeEvent]: which command ran, how it ended, about how
// long it took, its exit code, the operating system and architecture, whether it ran in
// a terminal or below a coding agent, and never what was typed. [App.Recorder] is for
// the tool's own events.
//
// # Where it is
//
// The decision is in the user's directory for configuration: see [consent.DefaultPath].
// Everything else is in the directory "telemetry" of the tool's directory for state,
// below XDG_STATE_HOME or ~/.local/state on Unix, ~/Library/Application Support on
// macOS, and %LOCALAPPDATA% on Windows. Without a directory of the user's own that can
// be written to, telemetry is off.
//
// # Variables
//
// DO_NOT_TRACK and <TOOL>_TELEMETRY, such as MYTOOL_TELEMETRY, can turn it off and never
// on. The word "log" in the latter shows each event on standard error, byte for byte as
// it would be sent, and stores nothing. <TOOL>_TELEMETRY_DEBUG=1 tells the tool's author
// what happens: a command on standard error, a second process in the file debug.log of
// the directory for state.
//
// # What it does not do
//
// It installs no signal handler while a command runs. It cannot record a command that
// calls os.Exit before [Run.End]. It does not know which names of commands the user
// chose: call [Run.Command] with [CommandAlias] or [CommandPlugin] for those.
package app
