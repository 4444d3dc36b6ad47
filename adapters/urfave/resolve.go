package urfavecmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/urfave/cli/v3"

	"github.com/optin-go/optin/app"
)

// resolution describes what an execution ran.
type resolution struct {
	path  string // as it is recorded; "" for none
	quiet bool   // its output is for programs
}

// resolve returns what root ran. If resolve panics, the run is not recorded and the
// tool goes on.
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
		return resolution{} // an inner execution has recorded it
	default:
		return resolution{path: kind, quiet: true} // the output may be for programs
	}
}

// quietly stops a panic of this package from reaching the tool. The tool's own panics
// go on.
func quietly() { _ = recover() }

// chain returns the path of the last run, from root to the command that ran. It
// follows the arguments as root and each command parsed them.
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

// isRecorded reports whether a run of the last of the commands is recorded. Commands
// that only explain and hidden commands are not, nor is "telemetry": nobody wants to
// be seen opting out.
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

// completes reports whether the shell asks for completions.
func (e *execution) completes() bool {
	return e.root.EnableShellCompletion && e.args[len(e.args)-1] == "--generate-shell-completion"
}

// showedHelp reports whether the flag for help or the version kept the command from
// running.
func showedHelp(ran []*cli.Command) bool {
	if ran[0].Version != "" && slices.Contains(ran[0].LocalFlagNames(), "version") {
		return true
	}
	return slices.ContainsFunc(ran, func(cmd *cli.Command) bool { return slices.Contains(cmd.LocalFlagNames(), "help") })
}

// isForPrograms reports whether the user asked for no output or for output for
// programs, to which nothing may be added.
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

// pathOf returns the names of the commands, without the root, aliases and arguments.
// For the root itself it returns the tool's name: the root's name may be how the
// user started the tool.
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

// chosenByUser returns the stand-in for the path of a command that the user named,
// or one of whose parents the user named. It returns "" for every other command.
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
