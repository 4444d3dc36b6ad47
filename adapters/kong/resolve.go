package kongcmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/app"
)

// resolve returns the recorded path of the command, "" if it is not recorded, and
// whether the output is for programs. If resolve panics, the run is not recorded and
// the tool goes on.
func resolve(tel *app.App, trace *kong.Context) (path string, quiet bool) {
	defer quietly()
	if trace == nil {
		return app.CommandUnknown, true
	}
	var nodes []*kong.Node
	for _, p := range trace.Path {
		if p.Command != nil {
			nodes = append(nodes, p.Command)
		}
	}
	switch {
	case !isRecorded(nodes):
		return "", false
	case len(nodes) > 0:
		path = pathOf(nodes)
	case trace.Error != nil && isUnknownCommand(trace.Error):
		return app.CommandUnknown, false
	default:
		path = tel.Tool()
	}
	if kind := chosenByUser(nodes); kind != "" && !tel.Declares(path) {
		return kind, true // the output may be for programs
	}
	return path, isForPrograms(trace)
}

// quietly stops a panic of this package from reaching the tool. The tool's own panics
// go on.
func quietly() { _ = recover() }

// isUnknownCommand reports whether the error says that there is no such command.
// kong gives no other sign.
func isUnknownCommand(err error) bool { return strings.HasPrefix(err.Error(), "unexpected argument ") }

// isRecorded reports whether a run of the last of the commands is recorded. Commands
// that only explain and hidden commands are not, nor is "telemetry": nobody wants to
// be seen opting out.
func isRecorded(nodes []*kong.Node) bool {
	if slices.ContainsFunc(nodes, func(n *kong.Node) bool { return n.Hidden }) {
		return false
	}
	return len(nodes) == 0 || !slices.Contains([]string{"telemetry", "help", "version", "completion"}, nodes[0].Name)
}

// pathOf returns the names of the commands, without aliases and arguments.
func pathOf(nodes []*kong.Node) string {
	var names []string
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return strings.Join(names, " ")
}

// chosenByUser returns the stand-in for the path of a command that the user named,
// or one of whose parents the user named. It returns "" for every other command.
func chosenByUser(nodes []*kong.Node) string {
	for _, n := range nodes {
		says := ""
		if n.Group != nil {
			says = strings.ToLower(n.Group.Key + " " + n.Group.Title)
		}
		switch {
		case strings.Contains(says, "alias"), n.Passthrough && strings.HasPrefix(strings.ToLower(n.Help), "alias"):
			return app.CommandAlias
		case strings.Contains(says, "plugin"), strings.Contains(says, "extension"), n.Passthrough:
			return app.CommandPlugin
		}
	}
	return ""
}

// isForPrograms reports whether the user asked for no output or for output for
// programs, to which nothing may be added.
func isForPrograms(trace *kong.Context) bool {
	return slices.ContainsFunc(trace.Path, func(p *kong.Path) bool {
		if p.Flag == nil {
			return false
		}
		value := ""
		if v := trace.Value(p); v.IsValid() {
			value = strings.ToLower(fmt.Sprint(v.Interface()))
		}
		switch p.Flag.Name {
		case "quiet", "silent", "json":
			return value != "false"
		case "output", "format":
			return strings.HasPrefix(value, "json")
		}
		return p.Flag.Short == 'q'
	})
}
