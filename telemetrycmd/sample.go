package telemetrycmd

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// sample returns the event that a run of the tool would record, without an
// identity: none is made for somebody who has not agreed.
func (a *App) sample() telemetry.Event {
	e := telemetry.Event{
		Name: InvokeEvent, Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion,
		MachineID: "(64 hexadecimal digits)", TimestampUTC: time.Now().UTC(),
	}
	event, ok := a.catalog.Lookup(InvokeEvent)
	if !ok {
		return e
	}
	i := invocation{command: []string{"(name of the command)"}, outcome: outcomeOK, took: time.Second}
	e.Attrs = i.attrs(event)
	return e
}
