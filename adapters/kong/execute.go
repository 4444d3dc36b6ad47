package kongcmd

import (
	"context"
	"errors"
	"os"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/app"
)

// Execute parses os.Args with parser, as kong.Parse does, runs the command with binds
// as [kong.Context.Run] does, and records the run if the user granted consent. It
// returns the error of kong or of the command, and lets a panic pass. The command can
// take ctx as a [context.Context]. With a nil App it only parses and runs.
//
// An [app.ExitError] comes from the command "telemetry", which has printed its own
// message.
func Execute(ctx context.Context, tel *app.App, parser *kong.Kong, binds ...any) (err error) {
	trace, err := kong.Trace(parser, os.Args[1:])
	if err == nil && trace.Error == nil && isTelemetry(trace.Selected()) {
		return codeOf(tel.Telemetry(ctx, words(trace)))
	}
	if tel == nil {
		_, err := parseAndRun(ctx, parser, binds, func() {})
		return err
	}
	run := tel.Begin(ctx)
	runs := false
	end := func(err error) {
		path, quiet := resolve(tel, trace)
		run.Command(path)
		if quiet {
			run.Quiet()
		}
		run.End(err)
	}
	exit := parser.Exit
	parser.Exit = func(code int) {
		if runs { // kong also exits while parsing, after it showed help or a version
			end(codeOf(code))
		}
		exit(code)
	}
	defer func() { parser.Exit = exit }()
	defer func() { end(err) }()
	parsed, err := parseAndRun(ctx, parser, binds, func() { runs = true })
	if parsed != nil {
		trace = parsed
	}
	return err
}

// parseAndRun returns the parsed command line, or nil if it is wrong. It calls
// running between parsing and running the command.
func parseAndRun(ctx context.Context, parser *kong.Kong, binds []any, running func()) (*kong.Context, error) {
	parsed, err := parser.Parse(os.Args[1:])
	if err != nil {
		return nil, err
	}
	if ctx != nil {
		parsed.BindTo(ctx, (*context.Context)(nil))
	}
	running()
	err = parsed.Run(binds...)
	return parsed, err
}

// Main parses and runs like Execute, prints an error as [kong.Kong.FatalIfErrorf]
// does, and returns kong's exit code. The parser must have the option that
// [Command] returns.
//
// Ctrl-C ends the tool as it does without Main. If the tool's commands end with
// their context, pass a context that ends at the first signal only. Then a
// second Ctrl-C ends the tool:
//
//	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
//	context.AfterFunc(ctx, stop)
//	os.Exit(kongcmd.Main(ctx, tel, parser))
func Main(ctx context.Context, tel *app.App, parser *kong.Kong, binds ...any) int {
	err := Execute(ctx, tel, parser, binds...)
	if own := (*app.ExitError)(nil); err == nil || errors.As(err, &own) {
		return tel.ExitCode(err)
	}
	exit, code := parser.Exit, 0
	defer func() { parser.Exit = exit }()
	parser.Exit = func(c int) { code = c }
	parser.FatalIfErrorf(err)
	return code
}
