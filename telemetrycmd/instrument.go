package telemetrycmd

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
)

// Instrument makes [App.Main] record [InvokeEvent] for every command of root. It
// changes nothing in root. If the Catalog does not declare the event, Instrument
// declares it: with the command, how it ended, and about how long it took.
//
// Call it once, when root has its commands, and before [App.Main] and
// [App.Recorder]. A nil App does nothing.
func (a *App) Instrument(root *cobra.Command) {
	if a == nil || root == nil {
		return
	}
	a.instrumented = true
	if _, ok := a.catalog.Lookup(InvokeEvent); !ok {
		declareInvoke(a.catalog)
	}
}

func declareInvoke(c *catalog.Catalog) {
	c.Event(InvokeEvent, "one run of a command",
		c.Commands("command", "which command ran"),
		c.Enum("outcome", "how it ended", outcomeOK, outcomeError, outcomeCancelled, outcomePanic),
		c.DurationBuckets("took", "how long it took", 100*time.Millisecond, time.Second, 10*time.Second, time.Minute),
	)
}
