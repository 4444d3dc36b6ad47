package urfavecmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/app"
)

// resolution is what an execution ran.
type resolution struct {
	path  string // as it is recorded; "" for none
	quiet bool   // its output is for programs
}

// resolve returns what root ran. What goes wrong here is not the tool's: such a run is
// not recorded.
func (e *execution) resolve(err error) (r resolution) {
	defer quietly()
	ran := e.ran
	if ran == nil {
		ran = chain(e.root)
	}
	cmd := ran[len(ran)-1]
	switch {
	case !isRecorded(ran), e.completes(), err == nil && (e.helpers[cmd] || showedHelp(ran)):
		return resolution{}
	case e.helpers[cmd] && hasArgs(cmd):
		return resolution{path: app.CommandUnknown}
	}
	path := pathOf(e.tel, ran)
	switch kind := chosenByUser(ran); {
	case kind == "" || e.tel.Declares(path):
		return resolution{path: path, quiet: isForPrograms(cmd)}
	case e.repeated:
		return resolution{} // what it ran has been recorded
	default:
		return resolution{path: kind, quiet: true} // nobody knows what its output is for
	}
}

// quietly keeps a panic of this package from becoming one of the tool. The tool's own
// goes on.
func quietly() { _ = recover() }

// chain returns the commands that the last run of root came through, from root to
// the one that it ran. It follows what root and each of them made of its arguments.
func chain(root *cli.Command) []*cli.Command {
	ran := []*cli.Command{root}
	for cmd := root; ; ran = append(ran, cmd) {
		name := cmd.DefaultCommand
		if hasArgs(cmd) {
			name = cmd.Args().First()
			if cmd.SuggestCommandFunc != nil && name != "--" {
				name = cmd.SuggestCommandFunc(cmd.Commands, name)
			}
		}
		next := cmd.Command(name)
		if name == "" || next == nil || slices.Contains(ran, next) {
			return ran
		}
		cmd = next
	}
}

func hasArgs(cmd *cli.Command) bool { return cmd.Args() != nil && cmd.Args().Present() }

// isRecorded reports whether a run of the last of the commands is recorded: not of
// commands that only explain, of hidden ones, and of "telemetry", since nobody wants
// to be seen opting out.
func isRecorded(ran []*cli.Command) bool {
	for _, cmd := range ran {
		if cmd.Hidden || isTelemetry(cmd) || cmd.Name == "help" {
			return false
		}
	}
	if len(ran) < 2 {
		return true
	}
	switch name := ran[1].Name; name {
	case "telemetry", "version", "completion":
		return false
	default:
		return name != ran[0].ShellCompletionCommandName
	}
}

// completes reports whether a shell asks for completions.
func (e *execution) completes() bool {
	return e.root.EnableShellCompletion && e.args[len(e.args)-1] == "--generate-shell-completion"
}

// showedHelp reports whether the flag for help, or for the version, kept the command
// from running.
func showedHelp(ran []*cli.Command) bool {
	if ran[0].Version != "" && slices.Contains(ran[0].LocalFlagNames(), "version") {
		return true
	}
	return slices.ContainsFunc(ran, func(cmd *cli.Command) bool { return slices.Contains(cmd.LocalFlagNames(), "help") })
}

// isForPrograms reports whether the user asked the command for output to which
// nothing must be added: none, or one for programs.
func isForPrograms(cmd *cli.Command) bool {
	return slices.ContainsFunc(cmd.FlagNames(), func(name string) bool {
		value := strings.ToLower(fmt.Sprint(cmd.Value(name)))
		switch name {
		case "quiet", "silent", "json", "q":
			return value != "false"
		case "output", "format":
			return strings.HasPrefix(value, "json")
		}
		return false
	})
}

// pathOf returns the names of the commands without the root's. The root's own is the
// tool's: the root's name may be how the user started it. Aliases and arguments are
// not in it.
func pathOf(tel *app.App, ran []*cli.Command) string {
	if len(ran) == 1 {
		return tel.Tool()
	}
	var names []string
	for _, cmd := range ran[1:] {
		names = append(names, cmd.Name)
	}
	return strings.Join(names, " ")
}

// chosenByUser returns what stands for the path of a command whose name, or that of
// one above it, the user chose, and "" for every other one.
func chosenByUser(ran []*cli.Command) string {
	for _, cmd := range ran[1:] {
		says := []string{cmd.Category}
		for key := range cmd.Metadata {
			says = append(says, key)
		}
		mentions := func(word string) bool {
			return slices.ContainsFunc(says, func(s string) bool { return strings.Contains(strings.ToLower(s), word) })
		}
		switch {
		case mentions("alias"), cmd.SkipFlagParsing && strings.HasPrefix(strings.ToLower(cmd.Usage), "alias"):
			return app.CommandAlias
		case mentions("plugin"), mentions("extension"), cmd.SkipFlagParsing:
			return app.CommandPlugin
		}
	}
	return ""
}
