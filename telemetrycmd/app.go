package telemetrycmd

import (
	"os"
	"sync"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// App is telemetry in one tool. Make one with [New], when the tool starts. A nil
// App is off, and runs the tool as if it were not there.
type App struct {
	cfg       Config
	catalog   *catalog.Catalog
	paths     paths
	lookupEnv func(string) (string, bool)
	own       []*cobra.Command // what Command has returned

	mu        sync.Mutex
	roots     []*cobra.Command // that are instrumented
	recording *recording       // of what runs now; nil until it is needed
	runs      []*run           // those of Main that have not ended, the innermost last
	last      *cobra.Command   // after which the user is asked; nil if none

	showing sync.Mutex // of lines on standard error
}

// New returns an App for cfg. It reads no file and decides nothing: that happens
// when the tool's command starts.
//
// An error joins all mistakes of cfg and of its Catalog, each a
// [telemetry.ErrConfig] that names what is wrong. It does not depend on the
// machine, so that a test of the tool finds it. The App is then nil, and so off;
// the tool need not stop.
func New(cfg Config) (*App, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if err := cfg.absolute(); err != nil {
		return nil, err
	}
	cat := cfg.Catalog
	if cat == nil {
		cat = catalog.New(cfg.Tool, "Which commands are used and how they end, to decide what to improve.")
		declareInvoke(cat)
	}
	if cfg.Salt == "" {
		cfg.Salt = cfg.Tool + ".telemetry.v1"
	}
	return &App{cfg: cfg, catalog: cat, paths: newPaths(cfg), lookupEnv: os.LookupEnv}, nil
}

// Recorder returns the Recorder of this run, for the tool's own events. It is off
// unless the user agreed before the run began, refuses what the Catalog does not
// declare, and records nothing more once the user has opted out. Ask for it after
// [App.Instrument], and again in each [App.Main], which closes it at the end. That
// of a nil App is nil, and so off.
func (a *App) Recorder() *telemetry.Recorder {
	if a == nil {
		return nil
	}
	return a.record().recorder()
}
