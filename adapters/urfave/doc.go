// Package urfavecmd adds an [app.App] to a tree of commands of
// [github.com/urfave/cli/v3].
//
//	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: version, Exporter: exporter})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
//	}
//	os.Exit(urfavecmd.Main(ctx, tel, root))
//
// [Main] adds the command "telemetry" and runs the tree. [Execute] only runs the
// tree and returns its error, for a tool that prints its errors itself.
//
// # What is recorded
//
// Each run is one event: the path of the command as urfave/cli resolved it, how it
// ended, and what else the App's Catalog declares. It holds no arguments, no flags
// and nothing else that the user typed.
//
//   - A command that fails is recorded with its error's outcome, even if Before or
//     its flags failed, or if [cli.Exit] made the error and the process ends. A
//     panic is recorded as such.
//   - Input that is no command is recorded as "unknown".
//   - Not recorded are help, version, completion, telemetry, hidden commands and
//     their subcommands, and a command that only shows its help.
//   - A command that the user named is recorded as "alias" or "plugin". Such a
//     command leaves its flags to another program (SkipFlagParsing), or its
//     category or metadata says alias, plugin or extension. If the Catalog declares
//     its path, it is recorded by name. An alias that runs root again is recorded
//     as the command that it ran.
//   - A command that calls os.Exit itself is not recorded. Return [cli.Exit] instead.
//
// # What does not change
//
// The tool's output, exit code and panic texts are those without this package. While
// root runs, its ExitErrHandler records the run before it does what it did, and its
// Metadata has one more key. No hook of a command and no global of the framework
// changes.
package urfavecmd
