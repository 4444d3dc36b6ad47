package telemetrycmd

import (
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// How a command ended.
const (
	outcomeOK        = "ok"
	outcomeError     = "error"
	outcomeCancelled = "cancelled"
	outcomePanic     = "panic"
)

// unknownCommand stands for what the user typed when it is no command: it may be
// anything, a password that went into the wrong window included.
const unknownCommand = "unknown"

// invocation is one run of a command, as far as it is recorded.
type invocation struct {
	command []string // names of the command that is recorded, the one preferred first
	outcome string
	took    time.Duration
}

// attrs returns the attributes of the event that declares them: those of the
// author's declaration that say which command ran, how it ended and how long it
// took.
func (i invocation) attrs(event *catalog.Event) []telemetry.Attr {
	var attrs []telemetry.Attr
	for _, attr := range event.Attributes() {
		switch attr := attr.(type) {
		case *catalog.Commands:
			attrs = append(attrs, attr.Is(i.command[0]))
		case *catalog.DurationBuckets:
			attrs = append(attrs, attr.Of(i.took))
		case *catalog.Enum:
			switch attr.Key() {
			case "command":
				attrs = append(attrs, attr.Is(declared(attr, append(i.command, "other", unknownCommand))))
			case "outcome":
				attrs = append(attrs, attr.Is(declared(attr, []string{i.outcome, outcomeError})))
			}
		}
	}
	return attrs
}

// allow lets the event's attribute hold the name of one of the tool's commands.
func allow(event *catalog.Event, command string) {
	for _, attr := range event.Attributes() {
		if commands, ok := attr.(*catalog.Commands); ok {
			commands.Allow(command)
		}
	}
}

// declared returns the first of words that attr declares. If none is, it returns
// the first, which the catalog then refuses.
func declared(attr *catalog.Enum, words []string) string {
	values := attr.Values()
	for _, word := range words {
		if slices.Contains(values, word) {
			return word
		}
	}
	return words[0]
}

// names returns what a command is recorded as: its names below the root, or with
// the root's if the author declared it so. Aliases and arguments are not in it.
func names(cmd *cobra.Command) []string {
	var path []string
	for ; cmd != nil; cmd = cmd.Parent() {
		path = append(path, cmd.Name())
	}
	slices.Reverse(path)
	full := strings.Join(path, " ")
	if len(path) == 1 {
		return []string{full}
	}
	return []string{strings.Join(path[1:], " "), full}
}

// recordable reports whether runs of cmd are recorded: not those of commands that
// only explain, of hidden ones, and of "telemetry", since nobody wants to be seen
// opting out.
func (a *App) recordable(cmd *cobra.Command) bool {
	for c := cmd; c != nil; c = c.Parent() {
		if c.Hidden || slices.Contains(a.own, c) {
			return false
		}
		if parent := c.Parent(); parent != nil && parent.Parent() == nil {
			switch c.Name() {
			case "help", "version", "completion":
				return false
			}
		}
	}
	// A command without a Run prints its help.
	return cmd.Runnable() && !isSet(cmd, "help") && (cmd.Version == "" || !isSet(cmd, "version"))
}

// isSet reports whether a flag that takes no value was given.
func isSet(cmd *cobra.Command, name string) bool {
	flag := cmd.Flags().Lookup(name)
	return flag != nil && flag.Changed && flag.Value.String() == "true"
}
