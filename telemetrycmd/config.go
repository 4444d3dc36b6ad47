package telemetrycmd

import (
	"context"
	"time"

	"github.com/optin-go/optin/catalog"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// Config says whose usage is recorded and where it goes.
type Config struct {
	// Tool is the tool's name: of its directories, of its variable, and in what
	// its user reads. Required; see [consent.DefaultPath] for what a name is.
	Tool string
	// ToolVersion is the version of the tool. Required.
	ToolVersion string
	// Catalog declares what is recorded. Nothing else is; the notice is made from
	// it, and its version is what the user agrees to. Nil is one that declares
	// [InvokeEvent] alone.
	Catalog *catalog.Catalog
	// Exporter is where events are delivered, usually an httpsink or an otlpsink.
	// Nil keeps them on this machine.
	Exporter spoolsink.Exporter
	// ExitBudget is how long Main waits at most, at the end of a command, for a
	// delivery that has not ended. 0 is not at all.
	ExitBudget time.Duration

	// Recipient names who receives the events, for the user. Empty is the host
	// that the Exporter names with a method Recipient() string, and else the
	// author of the tool.
	Recipient string
	// NoticeURL is where the user can read more. Empty leaves the line out.
	NoticeURL string
	// Retention is how long events are kept, in words such as "90 days". Empty
	// leaves it out.
	Retention string
	// Ask asks the user in the tool's own words, at the times and places at which
	// the usual question would be asked, and as often. It uses the terminal, and
	// must end when ctx does. Nil asks the usual question.
	Ask func(ctx context.Context, q Question) Answer
	// Salt makes the machine ID this tool's own. Empty is the tool's name followed
	// by ".telemetry.v1".
	Salt string
	// ExitCode gives the exit code for an error of the tool's commands. Nil is 1
	// for every error.
	ExitCode func(error) int
	// ConsentPath is the file that holds the decision. Empty is
	// [consent.DefaultPath] of Tool.
	ConsentPath string
	// StateDir is the directory of everything else: the log of events, the queue,
	// and the token that rotates the machine ID. Empty is the directory
	// "telemetry" in the tool's directory for state, which XDG defines and each
	// platform has in its own place.
	StateDir string
}

// InvokeEvent is the name of the event that [App.Instrument] records.
const InvokeEvent = "command.invoke"

func (cfg Config) check() error {
	for _, field := range []struct{ name, value string }{
		{"Tool", cfg.Tool}, {"ToolVersion", cfg.ToolVersion},
	} {
		if field.value == "" {
			return configError(field.name + " is required")
		}
	}
	return nil
}

func configError(what string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "telemetrycmd: " + what}
}
