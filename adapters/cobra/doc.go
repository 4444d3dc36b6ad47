// Package cobracmd puts an [app.App] into a tree of cobra commands.
//
//	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: version, Exporter: exporter})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
//	}
//	os.Exit(cobracmd.Main(ctx, tel, root))
//
// [Main] adds the command "telemetry" and runs the tree. [Execute] only runs it, and
// returns the error that cobra returns, for a tool that prints its errors itself.
// [Around] is for a tool whose tree is run by somebody else, such as fang.
//
// # What is recorded
//
// One event for each run: the path of the command as cobra resolved it, how it
// ended, and what the Catalog of the App declares besides. Arguments, flags and
// whatever else the user typed are not in it.
//
//   - A command that fails, also in a hook or because of its flags, is recorded
//     with its error's outcome, and a panic with its own.
//   - What is no command is recorded as "unknown".
//   - help, version, completion, telemetry, hidden commands and what is below them
//     are not recorded, nor is a command that only shows its help.
//   - A command that the user named is recorded as "alias" or "plugin". These are
//     commands that leave their flags to somebody else (DisableFlagParsing), and
//     those whose group or annotation says alias, plugin or extension. If the
//     Catalog declares the command's path, it is recorded by name. An alias that
//     runs a command of the tree is recorded as that command.
//   - A command that calls os.Exit is not recorded. Return an error instead, with a
//     method ExitCode() int, or let [app.Config.ExitCode] say its code.
//
// # What does not change
//
// What the tool prints, its exit code and the text of its panics are those without
// this package. It changes no hook of a command and no global of cobra, and
// installs no signal handler.
package cobracmd
