package urfavecmd

import (
	"context"
	"flag"
	"fmt"
	"strconv"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/app"
)

// Command returns the command "telemetry", with which the user inspects telemetry
// and turns it on and off: status, enable, disable, reset, show, events, send and
// delete. [Main] adds it. The command of a nil App says that telemetry is off.
//
// Required flags of parent commands do not stand in the way of opting out. A
// Before of those commands runs first, as it does for every command of the tree.
func Command(tel *app.App) *cli.Command {
	verbs := tel.Verbs()
	root := newCommand(verbs[0]) // without an argument it is status
	root.Name, root.Hidden, root.HideHelpCommand = "telemetry", false, false
	root.Usage = "Show and change what usage data is recorded"
	root.Description = strings.TrimSuffix(tel.Overview(), "\n")
	status := root.Action
	root.Action = func(ctx context.Context, cmd *cli.Command) error {
		if cmd.Args().Present() {
			return complain(cmd, cmd.FullName()+" has no command "+strconv.Quote(cmd.Args().First()))
		}
		return status(ctx, cmd)
	}
	root.Metadata = map[string]any{telemetryKey: true}
	for _, v := range verbs {
		root.Commands = append(root.Commands, newCommand(v))
	}
	return root
}

// telemetryKey is the Metadata key that marks the command made by Command.
const telemetryKey = "optin.telemetry"

func isTelemetry(cmd *cli.Command) bool {
	_, ok := cmd.Metadata[telemetryKey]
	return ok
}

// newCommand returns the command of a verb. urfave prints nothing of its own.
func newCommand(v app.Verb) *cli.Command {
	cmd := &cli.Command{
		Name: v.Name, Usage: v.Short, Description: v.Long, Hidden: v.Hidden, HideHelpCommand: true,
		OnUsageError: wrongUse,
	}
	cmd.Action = func(ctx context.Context, cmd *cli.Command) error {
		return codeOf(v.Run(ctx, cmd.Args().Slice(), cmd.Root().Writer, cmd.Root().ErrWriter))
	}
	if v.Flags != nil {
		v.Flags.VisitAll(func(f *flag.Flag) { cmd.Flags = append(cmd.Flags, newFlag(v.Flags, f)) })
	}
	return cmd
}

// newFlag returns a verb's flag as a urfave flag, which sets the verb's.
func newFlag(set *flag.FlagSet, f *flag.Flag) cli.Flag {
	value := verbFlag{f.Value, set, f.Name}
	generic := &cli.GenericFlag{Name: f.Name, Usage: f.Usage, Local: true, Value: value}
	if value.IsBoolFlag() {
		return onOff{generic}
	}
	return generic
}

// onOff is a boolean flag: its help shows no value.
type onOff struct{ *cli.GenericFlag }

func (onOff) TakesValue() bool { return false }
func (f onOff) String() string { return cli.FlagStringer(f) }

// verbFlag is a urfave flag that sets a flag of a verb.
type verbFlag struct {
	flag.Value
	set  *flag.FlagSet
	name string
}

func (f verbFlag) Set(value string) error { return f.set.Set(f.name, value) }
func (f verbFlag) Get() any               { return f.String() }

func (f verbFlag) IsBoolFlag() bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}

// wrongUse reports a mistake in the flags.
func wrongUse(_ context.Context, cmd *cli.Command, err error, _ bool) error {
	return complain(cmd, err.Error())
}

// complain reports a mistake in the command line.
func complain(cmd *cli.Command, problem string) error {
	fmt.Fprintf(cmd.Root().ErrWriter, "%s\nSee: %s --help\n", printable(problem), cmd.FullName())
	return codeOf(exitWrongUse)
}

const exitWrongUse = 2

// printable replaces characters that a terminal would obey.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if strconv.IsPrint(r) {
			return r
		}
		return '\uFFFD'
	}, s)
}

// codeOf returns an exit code as an error, nil for 0.
func codeOf(code int) error {
	if code == 0 {
		return nil
	}
	return codeError{&app.ExitError{Code: code}}
}

// codeError keeps an [app.ExitError] from being a [cli.ExitCoder], for which urfave
// would print a message and end the process.
type codeError struct{ err *app.ExitError }

func (e codeError) Error() string { return e.err.Error() }
func (e codeError) Unwrap() error { return e.err }
