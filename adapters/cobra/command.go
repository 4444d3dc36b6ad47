package cobracmd

import (
	"flag"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/optin-go/optin/app"
)

// Command returns the command "telemetry", with which the user inspects telemetry
// and turns it on and off: status, enable, disable, reset, show, events, send and
// delete. [Main] adds it. The command of a nil App says that telemetry is off.
//
// Hooks and required flags of parent commands do not stand in the way of opting
// out. The flags may be left out, and the hooks do not run unless the tool sets
// cobra.EnableTraverseRunHooks.
//
// A root that takes arguments and has no other command needs Args, such as
// [cobra.ArbitraryArgs]: with a subcommand, cobra takes the first argument for a
// command name. Main sets Args by itself.
func Command(tel *app.App) *cobra.Command {
	var above released
	verbs := tel.Verbs()
	root := newCommand(verbs[0], &above) // without a word it is status
	root.Use, root.Hidden = "telemetry", false
	root.Short = "Show and change what usage data is recorded"
	root.Long = strings.TrimSuffix(tel.Overview(), "\n")
	root.Annotations = map[string]string{telemetryKey: ""}
	root.Args = func(cmd *cobra.Command, args []string) error { return subCommand(&above, cmd, args) }
	root.SuggestionsMinimumDistance = 2
	root.PersistentPreRun = func(cmd *cobra.Command, _ []string) { above.release(cmd) }
	root.PersistentPostRun = func(*cobra.Command, []string) {}
	root.SetFlagErrorFunc(wrongUse)
	for _, v := range verbs {
		root.AddCommand(newCommand(v, &above))
	}
	root.AddCommand(helpCommand())
	return root
}

// telemetryKey is the annotation that marks the command made by Command.
const telemetryKey = "optin.telemetry"

func isTelemetry(cmd *cobra.Command) bool {
	_, ok := cmd.Annotations[telemetryKey]
	return ok
}

// addTelemetry adds the command "telemetry", unless there is one. It lets a root
// that takes arguments keep taking them; cobra would refuse them beside a
// subcommand.
func addTelemetry(tel *app.App, root *cobra.Command) {
	const name = "telemetry"
	// Not by Commands, which sorts them: cobra takes the first of two that match.
	if found, _, err := root.Find([]string{name}); err == nil && found != root && (found.Name() == name || found.HasAlias(name)) {
		return
	}
	if root.Args == nil && !root.HasSubCommands() {
		root.Args = cobra.ArbitraryArgs
	}
	root.AddCommand(Command(tel))
}

// newCommand returns the command of a verb. cobra prints nothing of its own.
func newCommand(v app.Verb, above *released) *cobra.Command {
	cmd := &cobra.Command{
		Use: v.Name, Short: v.Short, Long: v.Long, Hidden: v.Hidden,
		SilenceErrors: true, SilenceUsage: true, DisableFlagsInUseLine: true,
		Args:              cobra.ArbitraryArgs, // the verb refuses them
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, args []string) error {
			above.restore()
			if code := v.Run(cmd.Context(), args, cmd.OutOrStdout(), cmd.ErrOrStderr()); code != 0 {
				return &app.ExitError{Code: code}
			}
			return nil
		},
	}
	if v.Flags != nil {
		addFlags(cmd.Flags(), v.Flags)
	}
	return cmd
}

// addFlags adds the verb's flags as cobra flags, which set the verb's.
func addFlags(flags *pflag.FlagSet, set *flag.FlagSet) {
	set.VisitAll(func(f *flag.Flag) {
		value := verbFlag{f, set}
		added := &pflag.Flag{Name: f.Name, Usage: f.Usage, DefValue: f.DefValue, Value: value}
		if value.Type() == boolean {
			added.NoOptDefVal = "true" // --flag stands for --flag=true
		}
		flags.AddFlag(added)
	})
}

// verbFlag is a cobra flag that sets a flag of a verb. pflag's own conversion examines
// each flag by reflection, in every run of the tool.
type verbFlag struct {
	*flag.Flag
	set *flag.FlagSet
}

const boolean = "bool" // pflag's word

func (f verbFlag) Set(value string) error { return f.set.Set(f.Name, value) }
func (f verbFlag) String() string         { return f.Value.String() }

func (f verbFlag) Type() string {
	if b, ok := f.Value.(interface{ IsBoolFlag() bool }); ok && b.IsBoolFlag() {
		return boolean
	}
	return "value"
}

// subCommand refuses a word that is no subcommand of "telemetry".
func subCommand(above *released, cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	above.restore()
	problem := cmd.CommandPath() + " has no command " + strconv.Quote(args[0])
	if near := cmd.SuggestionsFor(args[0]); slices.Contains(near, args[0]) { // behind "--"
		problem = cmd.CommandPath() + " takes no arguments"
	} else if len(near) > 0 {
		problem += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return complain(cmd, problem)
}

// helpCommand is "telemetry help". cobra has a help command only below the
// root.
func helpCommand() *cobra.Command {
	return &cobra.Command{
		Use: "help [command]", Short: "Show the help of a command", SilenceErrors: true, SilenceUsage: true, ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, words []string) error {
			sub, rest, err := cmd.Parent().Find(words)
			if err != nil || len(rest) > 0 {
				return complain(cmd.Parent(), cmd.Parent().CommandPath()+" has no command "+strconv.Quote(strings.Join(words, " ")))
			}
			sub.InitDefaultHelpFlag()
			return sub.Help()
		},
	}
}

// wrongUse reports a mistake in the flags.
func wrongUse(cmd *cobra.Command, err error) error {
	return complain(cmd, strings.ToValidUTF8(err.Error(), "\uFFFD"))
}

// complain reports a mistake in the command line.
func complain(cmd *cobra.Command, problem string) error {
	fmt.Fprintf(cmd.ErrOrStderr(), "%s\nSee: %s --help\n", printable(problem), cmd.CommandPath())
	return &app.ExitError{Code: exitWrongUse}
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

// released holds the required flags of the parent commands. They are optional
// while cobra checks them: a user who opts out need not know the tool's token.
type released struct {
	annotations map[*pflag.Flag]map[string][]string
}

func (f *released) release(cmd *cobra.Command) {
	f.annotations = map[*pflag.Flag]map[string][]string{}
	cmd.InheritedFlags().VisitAll(func(flag *pflag.Flag) {
		f.annotations[flag] = flag.Annotations
		flag.Annotations = nil
	})
}

func (f *released) restore() {
	for flag, annotations := range f.annotations {
		flag.Annotations = annotations
	}
	f.annotations = nil
}
