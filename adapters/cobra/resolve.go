package cobracmd

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/optin-go/optin/app"
)

// resolution describes what an execution ran.
type resolution struct {
	path  string // as it is recorded; "" for none
	quiet bool   // its output is for programs
	inner bool   // a command of the user's ran it
}

// resolve returns what root ran. ran is the command that cobra returned, or nil if it
// did not return; err is its error. If resolve panics, the run is not recorded and the
// tool goes on.
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
	// The output of a foreign command may be for programs.
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

// quietly stops a panic of this package from reaching the tool. The tool's own panics
// go on.
func quietly() { _ = recover() }

// find returns the command that root's arguments name, or nil. It is for
// executions that do not say which command ran.
func find(root *cobra.Command, err error) (*cobra.Command, error) {
	cmd, _, failed := root.Find(argsOf(root))
	if failed != nil {
		return nil, failed
	}
	return cmd, err
}

// isUnknownCommand reports whether the error says that root has no such
// command. cobra gives no other sign.
func isUnknownCommand(err error) bool { return strings.HasPrefix(err.Error(), "unknown command ") }

// isRecorded reports whether runs of a command are recorded. Commands that only
// explain and hidden commands are not, nor is "telemetry": nobody wants to be seen
// opting out.
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

// showedHelp reports whether cobra showed help or the version instead of running
// the command.
func showedHelp(cmd *cobra.Command) bool {
	return !cmd.Runnable() || isSet(cmd.Flags().Lookup("help")) || cmd.Version != "" && isSet(cmd.Flags().Lookup("version"))
}

// isSet reports whether the user turned a boolean flag on.
func isSet(f *pflag.Flag) bool {
	return f != nil && f.Changed && f.Value.Type() == "bool" && f.Value.String() == "true"
}

// isForPrograms reports whether the user asked for no output or for output for
// programs, to which nothing may be added.
func isForPrograms(cmd *cobra.Command) bool {
	if cmd.DisableFlagParsing {
		return true // it may be for programs
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

// pathOf returns the names of a command and its parents, without the root, aliases
// and arguments. For the root itself it returns the tool's name: the root's name
// may be how the user started the tool.
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

// chosenByUser returns the stand-in for the path of a command that the user named,
// or one of whose parents the user named. It returns "" for every other command,
// and for those that the author declares.
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
