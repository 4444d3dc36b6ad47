package telemetrycmd

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// Command returns the command "telemetry", for the tool's root command. Each call
// returns a new one.
//
// It prints its own messages, so that cobra and the tool need not: text to
// standard output, notes and errors to standard error. Its errors have a method
// ExitCode() int: 0 done, 1 failed or not saved, 2 wrong use, 3 refused.
//
// Neither a hook nor a required flag of the commands above it keeps anybody from
// opting out: the hooks do not run, unless the tool sets
// cobra.EnableTraverseRunHooks, and the flags may be left out.
//
// A root command that takes arguments of its own, and had no command below it, needs
// Args, such as [cobra.ArbitraryArgs]: cobra takes the first argument for the name of a
// command as soon as there is one.
//
// Command of a nil App returns a command that says that telemetry is off.
func (a *App) Command() *cobra.Command {
	if a == nil {
		return notSetUp()
	}
	c := &commands{app: a, out: outputText}
	c.root = c.withStatus("telemetry", "Show and change what usage data is recorded")
	a.own = append(a.own, c.root)
	c.root.Long = c.overview()
	c.root.Args = c.subCommand
	c.root.SuggestionsMinimumDistance = 2
	// One flag for all of them: each run of the tool pays for what is made here.
	c.root.PersistentFlags().Var(&c.out, "output", "the form of what is printed")
	_ = c.root.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(
		[]string{string(outputText), string(outputJSON)}, cobra.ShellCompDirectiveNoFileComp))
	// The help of "status" explains them.
	_ = c.root.Flags().MarkHidden("check")
	_ = c.root.Flags().MarkHidden("show-id")
	c.root.PersistentPreRun = func(cmd *cobra.Command, _ []string) { c.inherited.release(cmd) }
	c.root.PersistentPostRun = func(*cobra.Command, []string) {}
	c.root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return c.wrongUse(cmd, printable(err.Error()))
	})
	c.root.AddCommand(
		c.statusCommand(), c.enableCommand("enable"), c.disableCommand("disable"), c.resetCommand(),
		c.showCommand(), c.eventsCommand(), c.sendCommand(),
		hidden(c.enableCommand("on")), hidden(c.disableCommand("off")),
	)
	return c.root
}

// commands is the command "telemetry" with what is below it.
type commands struct {
	app       *App
	root      *cobra.Command
	out       output
	inherited inheritedFlags
}

// overview is the text of "telemetry --help". The list of commands follows it.
func (c *commands) overview() string {
	tool, to := c.app.cfg.Tool, "It stays on this machine."
	if r := plain(c.app.recipient()); r != "" {
		to = "It is sent to " + r + "."
	}
	first := wrap("", tool+" records usage data only after you have agreed to it. "+to)
	return strings.Join(first, "\n") + `

Without a command, this shows whether anything is recorded, and why.
To stop it at once and for good: ` + tool + ` telemetry disable`
}

// command returns a command that takes no arguments.
func (c *commands) command(use, short, long string, run func(*cobra.Command, output) error) *cobra.Command {
	return &cobra.Command{
		Use: use, Short: short, Long: long,
		SilenceErrors: true, SilenceUsage: true, DisableFlagsInUseLine: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return c.wrongUse(cmd, cmd.CommandPath()+" takes no arguments")
			}
			return nil
		},
		ValidArgsFunction: cobra.NoFileCompletions,
		RunE: func(cmd *cobra.Command, _ []string) error {
			c.inherited.restore()
			err := run(cmd, c.out)
			var done *exitError
			if err == nil || errors.As(err, &done) {
				return err
			}
			return c.fail(cmd, exitFailed, err)
		},
	}
}

func hidden(cmd *cobra.Command) *cobra.Command {
	cmd.Hidden = true
	return cmd
}

// subCommand refuses what is no command of "telemetry".
func (c *commands) subCommand(cmd *cobra.Command, args []string) error {
	switch {
	case len(args) == 0:
		return nil
	case args[0] == "help": // which cobra has for the root command only
		return c.help(cmd, args[1:])
	}
	problem := cmd.CommandPath() + " has no command " + strconv.Quote(args[0])
	near := cmd.SuggestionsFor(args[0])
	if slices.Contains(near, args[0]) { // behind "--", where cobra looks for no command
		problem, near = cmd.CommandPath()+" takes no arguments", nil
	}
	if len(near) > 0 {
		problem += "; did you mean " + strings.Join(near, " or ") + "?"
	}
	return c.wrongUse(cmd, problem)
}

// help shows the help of a command of "telemetry".
func (c *commands) help(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return pflag.ErrHelp
	}
	for _, sub := range cmd.Commands() {
		if len(args) == 1 && sub.Name() == args[0] {
			// cobra shows help when it gets ErrHelp, and that of cmd.
			show := cmd.HelpFunc()
			cmd.SetHelpFunc(func(*cobra.Command, []string) {
				cmd.SetHelpFunc(show)
				sub.InitDefaultHelpFlag()
				show(sub, nil)
			})
			return pflag.ErrHelp
		}
	}
	return c.wrongUse(cmd, cmd.CommandPath()+" has no command "+strconv.Quote(strings.Join(args, " ")))
}

// path returns what the user types to run a command of "telemetry".
func (c *commands) path(command string) string {
	return c.root.CommandPath() + " " + command
}

// wrongUse says what was typed wrong.
func (c *commands) wrongUse(cmd *cobra.Command, problem string) error {
	c.inherited.restore()
	fmt.Fprintf(cmd.ErrOrStderr(), "%s\nSee: %s --help\n", problem, cmd.CommandPath())
	return &exitError{exitWrongUse, errors.New(problem)}
}

// fail says what failed, on standard error.
func (c *commands) fail(cmd *cobra.Command, code int, err error) error {
	fmt.Fprintln(cmd.ErrOrStderr(), printable(err.Error()))
	return &exitError{code, err}
}

// failWithStatus is fail of a command that prints the status to programs: they get it
// whatever became of the command.
func (c *commands) failWithStatus(cmd *cobra.Command, out output, code int, err error) error {
	err = c.fail(cmd, code, err)
	if out == outputJSON {
		// Whoever cannot read it has the exit code.
		_ = c.status().writeJSON(cmd.OutOrStdout(), false)
	}
	return err
}

// say prints a line that confirms what was done. If nobody can read it, it was
// done nevertheless.
func (c *commands) say(cmd *cobra.Command, format string, args ...any) {
	fmt.Fprintln(cmd.OutOrStdout(), printable(fmt.Sprintf(format, args...)))
}

// note prints a line on standard error.
func (c *commands) note(cmd *cobra.Command, format string, args ...any) {
	fmt.Fprintln(cmd.ErrOrStderr(), printable(fmt.Sprintf(format, args...)))
}

// inheritedFlags are the flags of the commands above "telemetry". What these
// commands demand of their flags is put aside while it is checked: somebody who
// opts out need not know the tool's token.
type inheritedFlags struct {
	annotations map[*pflag.Flag]map[string][]string
}

func (f *inheritedFlags) release(cmd *cobra.Command) {
	f.annotations = map[*pflag.Flag]map[string][]string{}
	cmd.InheritedFlags().VisitAll(func(flag *pflag.Flag) {
		f.annotations[flag] = flag.Annotations
		flag.Annotations = nil
	})
}

func (f *inheritedFlags) restore() {
	for flag, annotations := range f.annotations {
		flag.Annotations = annotations
	}
	f.annotations = nil
}

// notSetUp is the command of a tool whose App could not be made.
func notSetUp() *cobra.Command {
	return &cobra.Command{
		Use: "telemetry", Short: "Show what usage data is recorded", Hidden: true,
		SilenceErrors: true, SilenceUsage: true, DisableFlagParsing: true,
		PersistentPreRun: func(*cobra.Command, []string) {}, PersistentPostRun: func(*cobra.Command, []string) {},
		RunE: func(cmd *cobra.Command, args []string) error {
			const why = "this build of the tool could not set it up"
			if len(args) == 0 || len(args) == 1 && args[0] == "status" {
				_, err := fmt.Fprintf(cmd.OutOrStdout(), "Telemetry      off\nReason         %s\n", why)
				return err
			}
			fmt.Fprintln(cmd.ErrOrStderr(), "Telemetry is off: "+why+".")
			return &exitError{exitFailed, errors.New(why)}
		},
	}
}
