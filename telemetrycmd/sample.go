package telemetrycmd

import (
	"crypto/rand"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/telemetry"
)

// sampleMachine stands where a machine ID would: none is made for somebody who has
// not agreed.
const sampleMachine = "(64 digits: a salted hash of this machine's ID)"

// sample returns the event that a run of the tool would record, without an
// identity: that of the command that ran last, or else of the first that there is.
func (a *App) sample() telemetry.Event {
	e := telemetry.Event{
		Name: InvokeEvent, Tool: a.cfg.Tool, ToolVersion: a.cfg.ToolVersion,
		MachineID: sampleMachine, TimestampUTC: time.Now().UTC(),
	}
	_, _ = rand.Read(e.ID[:]) // never fails
	if _, ok := a.catalog.Lookup(InvokeEvent); ok {
		e.Attrs = invocation{command: a.sampleCommand(), outcome: outcomeOK}.attrs(a.catalog)
	} else if declared := a.catalog.Events(); len(declared) > 0 {
		e.Name = declared[0].Name()
	}
	return e
}

func (a *App) sampleCommand() string {
	a.mu.Lock()
	cmd, roots := a.last, a.roots
	a.mu.Unlock()
	for _, root := range roots {
		each(root, func(c *cobra.Command) {
			if cmd == nil && c != root && c.Runnable() && a.isRecorded(c) {
				cmd = c
			}
		})
	}
	if cmd == nil {
		return a.cfg.Tool
	}
	return a.pathOf(cmd)
}
