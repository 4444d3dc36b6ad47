// Package app adds opt-in telemetry to a command-line tool, with any framework or none.
// It asks the user for consent, records each run, queues and delivers the events, and
// implements the command `mytool telemetry`.
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
// A tool built with cobra, urfave/cli or kong uses one call of package cobracmd,
// urfavecmd or kongcmd instead.
//
// # The rules
//
// Telemetry is off until a person grants consent, by answering the question or with
// "telemetry enable". Doubt means off: a mistake in the Config, a record that cannot be
// read, a directory that cannot be used. "telemetry status" says what the runtime would
// do and why; both use the same code.
//
// Consent covers what is collected and who receives it, item by item: see
// [catalog.Notice]. Better wording or a shorter list needs no new question; any
// addition does. The run in which the user grants consent records nothing; the next
// one does.
//
// While telemetry is off, a run reads the record of consent and nothing else. It
// makes no file, directory, identity, attribute, goroutine or process, and looks up
// no host name. One exception serves the user: later runs repeat a request to delete
// until the receiver acknowledges it.
//
// Withdrawal is a boundary. Once "disable" or "reset" has succeeded, no request begins
// with an event recorded before or meanwhile, and nothing more is written. A command
// that runs meanwhile checks consent again after each event. If the user has
// withdrawn, it retracts the event.
//
// The tool's output, errors, exit code and panic texts stay as they are. The user
// notices neither a receiver that hangs nor a full disk.
//
// # How events are delivered
//
// An event is in the file system before Record returns. A second process, the sender,
// uses the network. The tool starts it when events wait, [Config.DeliverEvery] has
// passed and the queue does not back off. The sender is the tool's own executable,
// started as "mytool telemetry send --detached"; the tool does not wait for it.
//
// The sender gets nothing of the command: no arguments, no input or output, no
// descriptors. It has a session of its own and a low priority. It checks consent again,
// delivers, gives up after 25 seconds and is ended after 30. The parent opens no socket.
//
// The variable <TOOL>_TELEMETRY_SENDER keeps the sender from running a command. New
// looks at it first of all. Code that stands before New in main, and the init functions
// of the tool's packages, run in the sender too: call New first.
//
// No sender starts where telemetry is off, in CI, in a test, under "go run", in
// set-user-ID programs, from an executable that was replaced, or if the user sets
// <TOOL>_TELEMETRY_DETACH=0.
//
// With a [Config.ExitBudget], the tool starts no sender. The end of each run delivers
// instead, and takes at most that long.
//
// # What is recorded
//
// The [catalog.Catalog] of the Config declares the events; undeclared ones are refused.
// [Run.End] records [InvokeEvent]: which command ran, how it ended, about how long it
// took, its exit code, the operating system and architecture, and whether it ran in a
// terminal or below a coding agent. It never records what was typed. [App.Recorder]
// records the tool's own events.
//
// # Where it is
//
// The record of consent is in the user's configuration directory: see
// [consent.DefaultPath]. Everything else is in the directory "telemetry" of the tool's
// state directory: below XDG_STATE_HOME or ~/.local/state on Unix,
// ~/Library/Application Support on macOS, and %LOCALAPPDATA% on Windows. Without a
// directory of the user's own that is writable, telemetry is off.
//
// # Variables
//
// DO_NOT_TRACK and <TOOL>_TELEMETRY, such as MYTOOL_TELEMETRY, can turn telemetry off,
// never on. <TOOL>_TELEMETRY=log prints each event to standard error, byte for byte as
// it would be sent, and stores nothing. <TOOL>_TELEMETRY_DEBUG=1 is for the tool's
// author: a command logs what it does to standard error, the sender to the file
// debug.log in the state directory.
//
// # What it does not do
//
// It installs no signal handler while a command runs. It cannot record a command that
// calls os.Exit before [Run.End]. It cannot tell which command names the user chose:
// pass [CommandAlias] or [CommandPlugin] to [Run.Command] for those.
package app
