package telemetrycmd

import (
	"slices"

	"github.com/optin-go/optin/consent"
	"github.com/optin-go/optin/telemetry"
)

// VetoCatalogUnusable is that the tool's catalog has mistakes, so that nobody can know
// what they agree to. It follows the vetoes of package consent.
const VetoCatalogUnusable consent.VetoCode = "catalog_unusable"

// VetoStateUnusable is that the directory for state cannot be used, so that
// nothing can be recorded. It follows all other vetoes.
const VetoStateUnusable consent.VetoCode = "state_unusable"

// gate is what the runtime does now, and why. The runtime and "status" both use
// it, so that they cannot differ.
type gate struct {
	consent.Decision
	err     error // why the record cannot be read, for a person; nil if it can
	widened bool  // the yes was to events that stay on this machine
}

// local ends the notice of events that stay on this machine. A yes to it is none to
// sending them.
const local = ".local"

// notice names what the user agrees to: what is declared, and whether it is sent. It is
// "" if the catalog has mistakes.
func (a *App) notice() string { return a.noticeOf(a.catalog.Version()) }

func (a *App) noticeOf(version string) string {
	if version != "" && a.cfg.Exporter == nil {
		return version + local
	}
	return version
}

// agreed reports whether a yes is one to the notice of a version of the catalog, or to
// more than that: who agreed that events are sent agreed that they are recorded.
func (a *App) agreed(c consent.Consent, version string) bool {
	return c.State == consent.Enabled && version != "" &&
		(c.Notice == a.noticeOf(version) || a.cfg.Exporter == nil && c.Notice == version)
}

// gate resolves the decision anew, and looks at the directory for state if
// nothing else says no.
func (a *App) gate() gate {
	version := a.catalog.Version()
	decision, err := a.resolver(version).Resolve()
	g := gate{Decision: decision, err: err}
	switch {
	case version == "":
		g.Policy = telemetry.Disabled
		g.Vetoes = append(g.Vetoes, consent.Veto{Code: VetoCatalogUnusable, Detail: plain(a.catalog.Err().Error())})
	case a.agreed(g.Consent, version):
		g = g.without(consent.VetoNoticeOutdated)
	default:
		g.widened = g.Consent.Notice == version+local
	}
	return a.withState(g)
}

// without returns the gate as it would be without a veto.
func (g gate) without(code consent.VetoCode) gate {
	g.Vetoes = slices.DeleteFunc(slices.Clone(g.Vetoes), func(v consent.Veto) bool { return v.Code == code })
	if len(g.Vetoes) == 0 {
		g.Policy = telemetry.Enabled
	}
	return g
}

// withoutLog returns the gate as it would be if the tool's variable did not ask
// for events to be shown.
func (a *App) withoutLog(g gate) gate {
	return a.withState(g.without(consent.VetoEnvOff))
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

func (a *App) resolver(version string) consent.Resolver {
	return consent.Resolver{
		Tool: a.cfg.Tool, Path: a.cfg.ConsentPath, Notice: a.noticeOf(version), LookupEnv: a.lookupEnv,
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
		switch {
		case v.Code == VetoStateUnusable:
			reasons[i] = "the directory for state cannot be used: " + v.Detail
		case v.Code == VetoCatalogUnusable:
			reasons[i] = "what this tool records is not declared as it must be: " + v.Detail
		case v.Code == consent.VetoNoticeOutdated && g.widened:
			reasons[i] = "you agreed to what stays on this machine, and it would now be sent"
		}
	}
	return reasons
}

func (g gate) reason() string { return g.reasons()[0] }
