package app

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// App is telemetry in one tool. Make one with [New], first in main. A nil App is
// off: every method does what the tool would do without it.
type App struct {
	cfg Config
}

// New returns an App for cfg. In a process that an App has started to deliver, New
// delivers and ends the process.
//
// An error joins all mistakes of cfg and of its Catalog, each a
// [telemetry.ErrConfig] that names what is wrong. It does not depend on the
// machine, so that a test of the tool finds it. The App is then nil, and so off;
// the tool need not stop.
func New(cfg Config) (*App, error) {
	return &App{cfg: cfg}, nil
}

// Recorder returns the Recorder of the tool's own events. It is off unless the user
// agreed before the run began. It refuses what the Catalog does not declare, and
// records nothing more once the user has opted out. That of a nil App is nil, and
// so off.
func (a *App) Recorder() *telemetry.Recorder { return nil }

// Run runs f as the command of the given name, and records it as [App.Begin] and
// [Run.End] do. It returns what f returns, and lets a panic pass.
func (a *App) Run(ctx context.Context, command string, f func(context.Context) error) error {
	r := a.Begin(ctx)
	r.Command(command)
	err := f(ctx)
	r.End(err)
	return err
}
