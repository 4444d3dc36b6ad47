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

	start     sync.Once
	recording *recording // set by start; never nil afterwards

	instrumented bool
	own          []*cobra.Command // what Command has returned

	mu      sync.Mutex
	running *run // what Finish ends; nil if nothing is recorded now
}

// New returns an App for cfg. It reads no file and decides nothing: that happens
// when the tool's command starts.
//
// An error is [telemetry.ErrConfig] and names the field; it joins all mistakes of
// the Catalog. The App is then nil, and so off.
func New(cfg Config) (*App, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	cat := cfg.Catalog
	if cat == nil {
		cat = catalog.New(cfg.Tool, "Which commands are used and how they end, to decide what to improve.")
	}
	if err := cat.Err(); err != nil && cfg.Catalog != nil {
		return nil, err
	}
	if cfg.Salt == "" {
		cfg.Salt = cfg.Tool + ".telemetry.v1"
	}
	paths, err := newPaths(cfg)
	if err != nil {
		return nil, err
	}
	return &App{cfg: cfg, catalog: cat, paths: paths, lookupEnv: os.LookupEnv}, nil
}

// Recorder returns the Recorder of this run, for the tool's own events. It is off
// unless the user agreed. Call it after [App.Instrument].
func (a *App) Recorder() *telemetry.Recorder {
	if a == nil {
		return nil
	}
	if r := a.record(); !r.off() {
		return r.get()
	}
	return nil
}
