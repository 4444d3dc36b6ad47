package telemetrycmd

import "github.com/optin-go/optin/telemetry"

// recipient names who receives the events, for a person; "" if nobody does.
func (a *App) recipient() string {
	if a.cfg.Exporter == nil {
		return ""
	}
	if a.cfg.Recipient != "" {
		return a.cfg.Recipient
	}
	if name := named(a.cfg.Exporter); name != "" {
		return name
	}
	return "the author of " + a.cfg.Tool
}

// named returns the name that an Exporter gives its receiver; "" if it gives none. One
// that panics must not take the tool along.
func named(exporter telemetry.Exporter) (name string) {
	defer quietly()
	if e, ok := exporter.(interface{ Recipient() string }); ok {
		return e.Recipient()
	}
	return ""
}
