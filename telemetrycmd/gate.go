package telemetrycmd

import (
	"slices"

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
	return a.withState(gate{decision, err})
}

// withoutLog returns the gate as it would be if the tool's variable did not ask
// for events to be shown.
func (a *App) withoutLog(g gate) gate {
	g.Vetoes = slices.DeleteFunc(slices.Clone(g.Vetoes), func(v consent.Veto) bool { return v.Code == consent.VetoEnvOff })
	if len(g.Vetoes) == 0 {
		g.Policy = telemetry.Enabled
	}
	return a.withState(g)
}

// withState closes an open gate if the directory for state cannot be used.
func (a *App) withState(g gate) gate {
	if !g.on() {
		return g
	}
	why := a.paths.unusable(g.Consent)
	if why == "" {
		if _, err := a.salt(); err != nil {
			why = err.Error()
		}
	}
	if why != "" {
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

// sameConsent reports whether both are open by one and the same decision. One
// that was withdrawn and given again is another one: what began under the first
// must not go on under the second, which may have another identity.
func (g gate) sameConsent(other gate) bool {
	return g.on() && other.on() && sameYes(g.Consent, other.Consent)
}

// withdrew reports whether the yes by which began is open is known to stand no
// more. A record that cannot be read, as when the process has no file descriptor
// left, says nothing of that; what waits is not sent until it can be.
func (g gate) withdrew(began gate) bool {
	return g.err == nil && !sameYes(g.Consent, began.Consent)
}

func sameYes(a, b consent.Consent) bool {
	return a.State == consent.Enabled && b.State == consent.Enabled &&
		a.Notice == b.Notice && a.DecidedAt.Equal(b.DecidedAt)
}

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
