package telemetrycmd

import (
	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// VetoStateUnusable is that the directory for state cannot be used, so that
// nothing can be recorded. It follows the vetoes of package consent.
const VetoStateUnusable consent.VetoCode = "state_unusable"

// gate is what the runtime does now, and why. The runtime and "status" both use
// it, so that they cannot differ.
type gate struct {
	consent.Decision
	err error // why the record cannot be read, for a person; nil if it can
}

// gate resolves the decision anew, and looks at the directory for state if
// nothing else says no.
func (a *App) gate() gate {
	decision, err := a.resolver().Resolve()
	g := gate{decision, err}
	if g.Policy != telemetry.Enabled {
		return g
	}
	if why := a.paths.unusable(); why != "" {
		g.Policy = telemetry.Disabled
		g.Vetoes = append(g.Vetoes, consent.Veto{Code: VetoStateUnusable, Detail: why})
	}
	return g
}

func (a *App) resolver() consent.Resolver {
	return consent.Resolver{
		Tool: a.cfg.Tool, Path: a.cfg.ConsentPath, Notice: a.catalog.Version(), LookupEnv: a.lookupEnv,
	}
}

func (g gate) on() bool { return g.Policy == telemetry.Enabled }

// reasons returns a sentence for each veto, or since when it is on.
func (g gate) reasons() []string {
	reasons := g.Decision.Reasons()
	for i, v := range g.Vetoes {
		if v.Code == VetoStateUnusable {
			reasons[i] = "the directory for state cannot be used: " + v.Detail
		}
	}
	return reasons
}

func (g gate) reason() string { return g.reasons()[0] }
