// Package telemetrycmd gives a tool that is built with cobra everything that its
// user meets of telemetry: the command "telemetry", the question, and the record
// of each run.
//
//	app, err := telemetrycmd.New(telemetrycmd.Config{
//		Tool: "mytool", ToolVersion: version, Catalog: cat, Exporter: exporter,
//	})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // app is nil then, and off
//	}
//	root.AddCommand(app.Command()) // mytool telemetry status|enable|disable|…
//	app.Instrument(root)           // records command.invoke for every command
//	os.Exit(app.Main(ctx, root))   // runs root, records, closes, and returns the exit code
//
// # The rules
//
// It is off until a person agrees, by answering the question or with "telemetry
// enable". Whatever is unknown ends at off: a mistake in the Config, a record that
// cannot be read, a directory that cannot be used. "telemetry status" says what the
// runtime would do, from the same code, and why.
//
// Consent is to the notice that was shown, and for what comes after it. When the
// Catalog changes, telemetry is off until the user agrees anew. The run in which
// they agree records nothing; the next one does.
//
// Off means untouched: the record of the decision is read, and nothing else. No
// file, directory, identity, attribute or goroutine is made, and no name is looked
// up.
//
// Withdrawing is a boundary. Once "disable" or "reset" has succeeded, no request
// begins with anything that was recorded before or meanwhile. A command that has
// been running since before looks at the decision when it records, drops the event,
// and drops it too if the user agreed once more meanwhile. Nothing about opting out
// is recorded.
//
// The tool stays as it is. What it prints, its errors, its exit code and the text
// of its panics are those without this package; a trace has other frames. Neither a
// receiver that hangs nor a full disk shows. Nobody waits: what a run records is on
// disk when it ends, and is delivered beside the work of later runs. A request that
// is under way when a command ends is given up, unless [Config.ExitBudget] allows
// more.
//
// # What is recorded
//
// Events go through the [github.com/optin-go/optin/catalog.Catalog] of the Config:
// what is not declared there is refused. [App.Instrument] records which command
// ran, how it ended and about how long it took, never what was typed.
// [App.Recorder] is for the tool's own events.
//
// # Where it is
//
// The decision is in the user's directory for configuration:
// see [github.com/optin-go/optin/consent.DefaultPath]. Everything else is in the
// directory "telemetry" of the tool's directory for state, below XDG_STATE_HOME or
// ~/.local/state on Linux, ~/Library/Application Support on macOS, and
// %LOCALAPPDATA% on Windows: the log of events, the queue, a token that "reset"
// makes to change the identity, and how often the user was asked. Without a
// directory of the user's own that can be written to, telemetry is off.
//
// # In a variable
//
// The tool's variable, MYTOOL_TELEMETRY for a tool "mytool", and DO_NOT_TRACK can
// turn it off, and never on. With the word "log" in the former, each event is shown
// on standard error, byte for byte as it would be sent, or "none" and why, and
// nothing is stored or sent.
//
// # What it does not do
//
// It installs no signal handler: pass the context of signal.NotifyContext to
// [App.Main], and a command that Ctrl-C ends is recorded as cancelled. It cannot
// record a command that calls os.Exit, unless that calls [App.Finish] before. It
// starts no background process: a tool whose commands are over sooner than a request
// delivers only with an ExitBudget. It does not know whether a name of a command is
// the user's own: hide commands that are made from what is found on the machine.
//
// Importing it reads the file user-dirs.dirs of the user's configuration on some
// systems, because the package xdg does; nothing is taken from it.
package telemetrycmd
