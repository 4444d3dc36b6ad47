package telemetrycmd

import (
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
)

// Instrument makes [App.Main] record [InvokeEvent] for every command of root that
// ran: the path of the command that cobra resolved, never what was typed; how it
// ended; and how long it took, as a range. A command that failed, was cancelled or
// panicked is recorded too, and one that does not exist as "unknown".
//
// Not recorded are help, version and completion, also as flags, the command
// "telemetry", hidden commands, and what is below one of these.
//
// Instrument changes nothing about root. Call it before [App.Main] and
// [App.Recorder]: if the Catalog does not declare InvokeEvent, Instrument declares
// it, with the attributes command, outcome (ok, error, cancelled or panic) and
// took. If the Catalog declares it, that alone is recorded: the path in its
// attribute command, which is a [catalog.Commands] or a [catalog.Enum], the word in
// its Enum outcome, and the duration in each [catalog.DurationBuckets]. An Enum
// that lacks the word is given "other" or "unknown" for a command, and "error" for
// an outcome, and is left out if it lacks those too.
//
// Instrument of a nil App does nothing.
func (a *App) Instrument(root *cobra.Command) {
	if a == nil || root == nil {
		return
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	declareInvoke(a.catalog)
	if !slices.Contains(a.roots, root) {
		a.roots = append(a.roots, root)
	}
}

// declareInvoke declares [InvokeEvent] unless that is done. An attribute that
// another event has already is used as it is: a catalog has each key once.
func declareInvoke(cat *catalog.Catalog) {
	if _, ok := cat.Lookup(InvokeEvent); ok {
		return
	}
	attrs := make([]catalog.Attribute, 0, 3)
	for _, key := range []string{keyCommand, keyOutcome, keyTook} {
		attr := declaredAttribute(cat, key)
		if attr == nil {
			attr = declareAttribute(cat, key)
		}
		attrs = append(attrs, attr)
	}
	cat.Event(InvokeEvent, "one run of a command", attrs...)
}

func declaredAttribute(cat *catalog.Catalog, key string) catalog.Attribute {
	for _, e := range cat.Events() {
		for _, attr := range e.Attributes() {
			if attr.Key() == key {
				return attr
			}
		}
	}
	return nil
}

func declareAttribute(cat *catalog.Catalog, key string) catalog.Attribute {
	switch key {
	case keyCommand:
		return cat.Commands(key, "which command ran")
	case keyOutcome:
		return cat.Enum(key, "how it ended", outcomeOK, outcomeError, outcomeCancelled, outcomePanic)
	default:
		return cat.DurationBuckets(key, "how long it took", 100*time.Millisecond, time.Second, 10*time.Second, time.Minute)
	}
}
