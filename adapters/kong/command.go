package kongcmd

import (
	"context"
	"reflect"

	"github.com/alecthomas/kong"

	"github.com/optin-go/optin/app"
)

// Command returns an option that adds the command "telemetry", with which the user
// inspects telemetry and turns it on and off: status, enable, disable, reset, show,
// events, send and delete. The command parses its own arguments and prints its own
// help. With a nil App it says that telemetry is off.
//
// If [Execute] or [Main] runs the tool, hooks and required flags do not stand in
// the way of opting out.
func Command(tel *app.App) kong.Option {
	return kong.DynamicCommand("telemetry", "Show and change what usage data is recorded.", "", &telemetry{tel: tel}, `cmd:"" passthrough:""`)
}

// telemetry is the command "telemetry".
type telemetry struct {
	Words []string `arg:"" optional:"" name:"command" help:"status, enable, disable, reset, show, events, send, delete, or help."`

	tel *app.App
}

// Run runs the command for a tool that does not use [Execute].
func (t *telemetry) Run() error {
	return codeOf(t.tel.Telemetry(context.Background(), t.Words))
}

// isTelemetry reports whether a node is the command that Command adds.
func isTelemetry(node *kong.Node) bool {
	return node != nil && node.Target.IsValid() && node.Target.Type() == reflect.TypeFor[telemetry]()
}

// words returns the words after "telemetry" on a command line.
func words(trace *kong.Context) []string {
	for _, p := range trace.Path {
		if p.Positional != nil {
			words, _ := reflect.TypeAssert[[]string](trace.Value(p))
			return words
		}
	}
	return nil
}

// codeOf returns an exit code as an error, nil for 0.
func codeOf(code int) error {
	if code == 0 {
		return nil
	}
	return &app.ExitError{Code: code}
}
