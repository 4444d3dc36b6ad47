package app

import (
	"time"

	"github.com/optin-go/optin/catalog"
)

// declareInvoke declares [InvokeEvent] unless the catalog has it. It reuses an
// attribute that another event declares: a catalog has each key once.
func declareInvoke(cat *catalog.Catalog) *catalog.Event {
	if e, ok := cat.Lookup(InvokeEvent); ok {
		return e
	}
	declared := map[string]catalog.Attribute{}
	for _, e := range cat.Events() {
		for _, attr := range e.Attributes() {
			declared[attr.Key()] = attr
		}
	}
	var attrs []catalog.Attribute
	add := func(key string, declare func() catalog.Attribute) {
		attr, ok := declared[key]
		if !ok {
			attr = declare()
		}
		if filling(attr) != nil {
			attrs = append(attrs, attr)
		}
	}
	add(keyCommand, func() catalog.Attribute { return cat.Commands(keyCommand, "which command ran") })
	add(keyOutcome, func() catalog.Attribute {
		return cat.Enum(keyOutcome, "how it ended", outcomeOK, outcomeError, outcomeCancelled, outcomePanic)
	})
	add(keyTook, func() catalog.Attribute {
		return cat.DurationBuckets(keyTook, "how long it took", 100*time.Millisecond, time.Second, 10*time.Second, time.Minute)
	})
	attrs = append(attrs, catalog.ExitCode(), catalog.OS(), catalog.Arch(), catalog.Interactive(), catalog.Agent())
	return cat.Event(InvokeEvent, "one run of a command", attrs...)
}
