// Package kongcmd adds an [app.App] to a command line of
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
// Each run is one event: the path of the command as kong resolved it, how it ended,
// and what else the App's Catalog declares. It holds no arguments, no flags and
// nothing else that the user typed.
//
//   - A command that fails is recorded with its error's outcome, even if a hook or its
//     flags failed, or if it ends the process with [kong.Kong.FatalIfErrorf]. A panic
//     is recorded as such.
//   - Input that is no command is recorded as "unknown".
//   - Not recorded are help, version, completion, telemetry, hidden commands and
//     their subcommands.
//   - A command that the user named is recorded as "alias" or "plugin". Such a
//     command leaves its flags to another program (passthrough), or its group says
//     alias, plugin or extension. If the Catalog declares its path, it is recorded by
//     name. A tool that expands aliases in os.Args before it parses them records the
//     command that the alias stands for.
//   - A command that calls os.Exit itself is not recorded. Return an error instead.
//
// # What does not change
//
// The tool's output, exit code and panic texts are those without this package. While
// a command runs, the parser's Exit records the run before it does what it did.
package kongcmd
