package kongcmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/app"
)

// resolve returns the path of the command of a command line as it is recorded, "" if
// it is not, and whether the command's output is for programs. What goes wrong here is
// not the tool's: such a run is not recorded.
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
		return kind, true // nobody knows what its output is for
	}
	return path, isForPrograms(trace)
}

// quietly keeps a panic of this package from becoming one of the tool. The tool's own
// goes on.
func quietly() { _ = recover() }

// isUnknownCommand reports whether the error of a command line says that there is no
// such command. kong has no other sign of it.
func isUnknownCommand(err error) bool { return strings.HasPrefix(err.Error(), "unexpected argument ") }

// isRecorded reports whether a run of the last of the commands is recorded: not of
// commands that only explain, of hidden ones, and of "telemetry", since nobody wants
// to be seen opting out.
func isRecorded(nodes []*kong.Node) bool {
	if slices.ContainsFunc(nodes, func(n *kong.Node) bool { return n.Hidden }) {
		return false
	}
	return len(nodes) == 0 || !slices.Contains([]string{"telemetry", "help", "version", "completion"}, nodes[0].Name)
}

// pathOf returns the names of the commands. Aliases and arguments are not in it.
func pathOf(nodes []*kong.Node) string {
	var names []string
	for _, n := range nodes {
		names = append(names, n.Name)
	}
	return strings.Join(names, " ")
}

// chosenByUser returns what stands for the path of a command whose name, or that of
// one above it, the user chose, and "" for every other one.
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

// isForPrograms reports whether the user asked the command for output to which
// nothing must be added: none, or one for programs.
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
