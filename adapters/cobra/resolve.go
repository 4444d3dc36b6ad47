package cobracmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/optin-go/optin/app"
)

// resolution is what an execution ran.
type resolution struct {
	path  string // as it is recorded; "" for none
	quiet bool   // its output is for programs
	inner bool   // it is what a command of the user's ran
}

// resolve returns what root ran. ran is the command that cobra returned, nil if it
// did not return, and err its error. What goes wrong here is not the tool's: such a run
// is not recorded.
func resolve(tel *app.App, root, ran *cobra.Command, err error) (r resolution) {
	defer quietly()
	if ran == nil {
		if ran, err = find(root, err); ran == nil {
			return resolution{path: app.CommandUnknown}
		}
	}
	if err != nil && ran == root && isUnknownCommand(err) {
		return resolution{path: app.CommandUnknown}
	}
	if !isRecorded(ran) || err == nil && showedHelp(ran) {
		return resolution{}
	}
	kind := chosenByUser(tel, ran)
	if kind == "" {
		return resolution{path: pathOf(tel, ran), quiet: isForPrograms(ran)}
	}
	// Nobody knows what the output of somebody else's command is for.
	outer := resolution{path: kind, quiet: true}
	inner, _, err := root.Find(argsOf(root))
	switch {
	case err != nil:
		return resolution{path: app.CommandUnknown, quiet: true, inner: true}
	case inner == root, inner == ran, chosenByUser(tel, inner) != "":
		return outer
	case !isRecorded(inner):
		return resolution{inner: true}
	}
	return resolution{path: pathOf(tel, inner), quiet: isForPrograms(inner), inner: true}
}

// quietly keeps a panic of this package from becoming one of the tool. The tool's own
// goes on.
func quietly() { _ = recover() }

// find returns the command that root's arguments name, nil if there is none. It is
// for executions that do not say which command they ran.
func find(root *cobra.Command, err error) (*cobra.Command, error) {
	cmd, _, failed := root.Find(argsOf(root))
	if failed != nil {
		return nil, failed
	}
	return cmd, err
}

// isUnknownCommand reports whether the error of a root says that it has no such
// command. cobra has no other sign of it.
func isUnknownCommand(err error) bool { return strings.HasPrefix(err.Error(), "unknown command ") }

// isRecorded reports whether runs of a command are recorded: not those of commands
// that only explain, of hidden ones, and of "telemetry", since nobody wants to be
// seen opting out.
func isRecorded(cmd *cobra.Command) bool {
	for ; cmd != nil; cmd = cmd.Parent() {
		if cmd.Hidden || isTelemetry(cmd) {
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
	return !cmd.Runnable() || isSet(cmd.Flags().Lookup("help")) || cmd.Version != "" && isSet(cmd.Flags().Lookup("version"))
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

// pathOf returns the names of a command and of those above it, without the root's.
// The root's own is the tool's: the root's name may be how the user started it.
// Aliases and arguments are not in it.
func pathOf(tel *app.App, cmd *cobra.Command) string {
	if !cmd.HasParent() {
		return tel.Tool()
	}
	var names []string
	for ; cmd.HasParent(); cmd = cmd.Parent() {
		names = append(names, cmd.Name())
	}
	slices.Reverse(names)
	return strings.Join(names, " ")
}

// chosenByUser returns what stands for the path of a command whose name, or that of
// one above it, the user chose, and "" for every other command and for those that
// the author declares.
func chosenByUser(tel *app.App, cmd *cobra.Command) string {
	kind := ""
	for c := cmd; c.HasParent(); c = c.Parent() {
		if k := kindOf(c); k != "" {
			kind = k
		}
	}
	if kind == "" || tel.Declares(pathOf(tel, cmd)) {
		return ""
	}
	return kind
}

func kindOf(cmd *cobra.Command) string {
	var says []string
	if cmd.GroupID != "" {
		says = append(says, cmd.GroupID)
		for _, g := range cmd.Parent().Groups() {
			if g.ID == cmd.GroupID {
				says = append(says, g.Title)
			}
		}
	}
	for key := range cmd.Annotations {
		says = append(says, key)
	}
	mentions := func(word string) bool {
		return slices.ContainsFunc(says, func(s string) bool { return strings.Contains(strings.ToLower(s), word) })
	}
	switch {
	case mentions("alias"), cmd.DisableFlagParsing && strings.HasPrefix(strings.ToLower(cmd.Short), "alias"):
		return app.CommandAlias
	case mentions("plugin"), mentions("extension"), cmd.DisableFlagParsing:
		return app.CommandPlugin
	}
	return ""
}
