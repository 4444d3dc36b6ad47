// Package cobracmd adds an [app.App] to a tree of cobra commands.
//
//	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: version, Exporter: exporter})
//	if err != nil {
//		fmt.Fprintln(os.Stderr, err) // tel is nil then, and off
//	}
//	os.Exit(cobracmd.Main(ctx, tel, root))
//
// [Main] adds the command "telemetry" and runs the tree. [Execute] only runs the
// tree and returns cobra's error, for a tool that prints its errors itself. [Around]
// is for a tree that another library runs, such as fang.
//
// # What is recorded
//
// Each run is one event: the path of the command as cobra resolved it, how it
// ended, and what else the App's Catalog declares. It holds no arguments, no
// flags and nothing else that the user typed.
//
//   - A command that fails is recorded with its error's outcome, even if a hook
//     or its flags failed. A panic is recorded as such.
//   - Input that is no command is recorded as "unknown".
//   - Not recorded are help, version, completion, telemetry, hidden commands and
//     their subcommands, and a command that only shows its help.
//   - A command that the user named is recorded as "alias" or "plugin". Such a
//     command leaves its flags to another program (DisableFlagParsing), or its
//     group or annotation says alias, plugin or extension. If the Catalog
//     declares its path, it is recorded by name. An alias that runs a command of
//     the tree is recorded as that command.
//   - A command that calls os.Exit is not recorded. Return an error instead: its
//     method ExitCode() int, or [app.Config.ExitCode], gives the exit code.
//
// # What does not change
//
// The tool's output, exit code and panic texts are those without this package. It
// changes no hook of a command and no global of cobra, and installs no signal
// handler.
package cobracmd
