// Package urfavecmd puts an [app.App] into a tree of commands of
// [github.com/urfave/cli/v3].
//
//	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: version, Exporter: exporter})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
//	}
//	os.Exit(urfavecmd.Main(ctx, tel, root))
//
// [Main] adds the command "telemetry" and runs the tree. [Execute] only runs it, and
// returns its error, for a tool that prints its errors itself.
//
// # What is recorded
//
// One event for each run: the path of the command as urfave/cli resolved it, how it
// ended, and what the Catalog of the App declares besides. Arguments, flags and
// whatever else the user typed are not in it.
//
//   - A command that fails, also in Before or because of its flags, is recorded with
//     its error's outcome, also if the error is one of [cli.Exit], which ends the
//     process, and a panic with its own.
//   - What is no command is recorded as "unknown".
//   - help, version, completion, telemetry, hidden commands and what is below them
//     are not recorded, nor is a command that only shows its help.
//   - A command that the user named is recorded as "alias" or "plugin". These are
//     commands that leave their flags to somebody else (SkipFlagParsing), and those
//     whose category or metadata says alias, plugin or extension. If the Catalog
//     declares the command's path, it is recorded by name. An alias that runs root
//     again is recorded as the command that it ran.
//   - A command that calls os.Exit itself is not recorded. Return [cli.Exit] instead.
//
// # What does not change
//
// What the tool prints, its exit code and the text of its panics are those without
// this package. While it runs, ExitErrHandler of the root records before it does
// what it did, and its Metadata has one more key; no hook of a command and no global
// of the framework changes.
package urfavecmd
