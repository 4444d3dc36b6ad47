// Package telemetrycmd gives a tool that is built with cobra everything that its
// user meets of telemetry: the command "telemetry", the question, and the record
// of each run.
//
//	app, err := telemetrycmd.New(telemetrycmd.Config{
//		Tool: "mytool", ToolVersion: version, Catalog: cat, Exporter: exporter,
//	})
//	root.AddCommand(app.Command()) // mytool telemetry status|enable|disable|…
//	app.Instrument(root)           // records command.invoke for every command
//	os.Exit(app.Main(ctx, root))   // runs root, records, closes, and returns the exit code
package telemetrycmd
