// Package kongcmd puts an [app.App] into a command line of
// [github.com/alecthomas/kong].
//
//	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: version, Exporter: exporter})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
//	}
//	parser := kong.Must(&cli, kong.Name("mytool"), kongcmd.Command(tel))
//	os.Exit(kongcmd.Main(ctx, tel, parser))
//
// [Command] adds the command "telemetry". [Main] parses the command line and runs the
// command. [Execute] does the same and returns kong's error, for a tool that prints
// its errors itself.
//
// # What is recorded
//
// One event for each run: the path of the command as kong resolved it, how it ended,
// and what the Catalog of the App declares besides. Arguments, flags and whatever
// else the user typed are not in it.
//
//   - A command that fails, also in a hook or because of its flags, is recorded with
//     its error's outcome, also if it ends the process with [kong.Kong.FatalIfErrorf],
//     and a panic with its own.
//   - What is no command is recorded as "unknown".
//   - help, version, completion, telemetry, hidden commands and what is below them
//     are not recorded.
//   - A command that the user named is recorded as "alias" or "plugin". These are
//     commands that leave their flags to somebody else (passthrough), and those whose
//     group says alias, plugin or extension. If the Catalog declares the command's
//     path, it is recorded by name. A tool that replaces its user's aliases in
//     os.Args before it parses them records the command that they stand for.
//   - A command that calls os.Exit itself is not recorded. Return an error instead.
//
// # What does not change
//
// What the tool prints, its exit code and the text of its panics are those without
// this package. While a command runs, Exit of the parser records before it does what
// it did.
package kongcmd
