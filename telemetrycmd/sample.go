package telemetrycmd

import "github.com/optin-go/optin/telemetry"

// sample returns the event that a run of the tool would record, without an
// identity: none is made for somebody who has not agreed.
func (a *App) sample() telemetry.Event {
	return telemetry.Event{Name: InvokeEvent, Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion}
}
