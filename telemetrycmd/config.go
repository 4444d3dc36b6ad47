package telemetrycmd

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/consent"
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
	// it, and its version is what the user agrees to. It must be one of this App
	// alone. Nil is one that declares [InvokeEvent] alone.
	Catalog *catalog.Catalog
	// Exporter is where events are delivered, usually an httpsink or an otlpsink.
	// Nil keeps them on this machine. It is used by one goroutine beside the
	// command's own, must end when its context does, and is left behind if it does
	// not.
	Exporter telemetry.Exporter
	// ExitBudget is how long Main waits at most, at the end of a command, until
	// what is queued is delivered, the command's own event too. 0 is not at all:
	// what a command records is then delivered by later ones, beside their work. A run
	// whose command does not begin, because it does not exist or its arguments are wrong,
	// and one that panics wait for nothing.
	// A receiver that does not answer makes every command wait for so long, until
	// the queue leaves it alone.
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
	// and the token that rotates the machine ID. It must be for that alone. Empty
	// is the directory "telemetry" in the tool's directory for state, which XDG
	// defines and each platform has in its own place.
	StateDir string
}

// InvokeEvent is the name of the event that [App.Instrument] records.
const InvokeEvent = "command.invoke"

// check returns everything that is wrong with the Config.
func (cfg Config) check() error {
	var errs []error
	if cfg.Tool == "" {
		errs = append(errs, configError("Tool is required"))
	} else if err := checkTool(cfg.Tool); err != nil {
		errs = append(errs, err)
	}
	if cfg.ToolVersion == "" {
		errs = append(errs, configError("ToolVersion is required"))
	}
	if cfg.ExitBudget < 0 {
		errs = append(errs, configError("ExitBudget is negative; leave it 0 to wait for nothing"))
	}
	if cfg.Catalog != nil {
		errs = append(errs, cfg.Catalog.Err())
	}
	return errors.Join(errs...)
}

// checkTool returns what is wrong with the name of a tool, on any machine: a
// resolver that is given a path looks at nothing but the name before it reads,
// and no file has this path.
func checkTool(name string) error {
	r := consent.Resolver{Tool: name, Path: "\x00", LookupEnv: func(string) (string, bool) { return "", false }}
	if _, err := r.Resolve(); errors.Is(err, telemetry.ErrConfig) {
		return err
	}
	return nil
}

// absolute keeps the directories of the Config where they are when the tool
// changes its working directory.
func (cfg *Config) absolute() error {
	for _, field := range []struct {
		name string
		path *string
	}{
		{"ConsentPath", &cfg.ConsentPath}, {"StateDir", &cfg.StateDir},
	} {
		if *field.path == "" {
			continue
		}
		path, err := filepath.Abs(*field.path)
		if err != nil {
			return configError(field.name + " is relative, and there is no working directory; give it an absolute path")
		}
		*field.path = path
	}
	return nil
}

func configError(what string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "telemetrycmd: " + what}
}
