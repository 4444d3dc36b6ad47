package telemetrycmd

import (
	"slices"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// isRecorded reports whether runs of a command are recorded: not those of commands
// that only explain, of hidden ones, and of "telemetry", since nobody wants to be
// seen opting out.
func (a *App) isRecorded(cmd *cobra.Command) bool {
	for ; cmd != nil; cmd = cmd.Parent() {
		if cmd.Hidden || slices.Contains(a.own, cmd) {
			return false
		}
		if !cmd.HasParent() || cmd.Parent().HasParent() {
			continue
		}
		switch cmd.Name() {
		case "telemetry", "help", "version", "completion", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
			return false
		}
	}
	return true
}

// showedHelp reports whether cobra did not run the command, but showed its help or
// its version.
func showedHelp(cmd *cobra.Command) bool {
	return !cmd.Runnable() || isSet(cmd.Flags().Lookup("help")) || isSet(cmd.Flags().Lookup("version"))
}

// isSet reports whether the user set a flag that is on or off to on.
func isSet(f *pflag.Flag) bool {
	return f != nil && f.Changed && f.Value.Type() == "bool" && f.Value.String() == "true"
}

// isForPrograms reports whether the user asked the command for output to which
// nothing must be added: none, or one for programs.
func isForPrograms(cmd *cobra.Command) bool {
	if cmd.DisableFlagParsing {
		return true // nobody knows
	}
	found := false
	cmd.Flags().Visit(func(f *pflag.Flag) {
		switch f.Name {
		case "quiet", "silent", "json":
			found = found || f.Value.String() != "false"
		case "output", "format":
			found = found || strings.HasPrefix(strings.ToLower(f.Value.String()), "json")
		default:
			found = found || f.Shorthand == "q"
		}
	})
	return found
}

// pathOf returns the names of a command and of those above it, without the root's;
// the root's own is the tool's: what the root is called may be how it was started.
// Aliases and arguments are not in it.
func (a *App) pathOf(cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return a.cfg.Tool
	}
	var names []string
	for ; cmd.HasParent(); cmd = cmd.Parent() {
		names = append(names, cmd.Name())
	}
	slices.Reverse(names)
	return strings.Join(names, " ")
}

// each calls do with cmd and all commands below it.
func each(cmd *cobra.Command, do func(*cobra.Command)) {
	do(cmd)
	for _, c := range unsorted(cmd) {
		each(c, do)
	}
}

// sorting is held while cobra's switch is turned, of which there is one for all trees.
var sorting sync.Mutex

// unsorted returns the commands below cmd as they were added. cobra would sort them,
// for good, and their order decides which of two with the same alias runs.
func unsorted(cmd *cobra.Command) []*cobra.Command {
	sorting.Lock()
	defer sorting.Unlock()
	if cobra.EnableCommandSorting {
		cobra.EnableCommandSorting = false
		defer func() { cobra.EnableCommandSorting = true }()
	}
	return cmd.Commands()
}
