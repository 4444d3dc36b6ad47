package app

import (
	"time"

	"github.com/optin-go/optin/catalog"
)

// declareInvoke declares [InvokeEvent] unless that is done. An attribute that another
// event has already is used as it is: a catalog has each key once.
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
	enum := func(key, purpose string, words ...string) {
		add(key, func() catalog.Attribute { return cat.Enum(key, purpose, words...) })
	}
	add(keyCommand, func() catalog.Attribute { return cat.Commands(keyCommand, "which command ran") })
	enum(keyOutcome, "how it ended", outcomeOK, outcomeError, outcomeCancelled, outcomePanic)
	add(keyTook, func() catalog.Attribute {
		return cat.DurationBuckets(keyTook, "how long it took", 100*time.Millisecond, time.Second, 10*time.Second, time.Minute)
	})
	enum("exit_code", "with which exit code", "0", "1", "2", otherWord)
	enum("os", "on which operating system", "linux", "darwin", "windows", "freebsd", otherWord)
	enum("arch", "on which processor", "amd64", "arm64", "386", "arm", otherWord)
	add(keyInteractive, func() catalog.Attribute { return cat.Bool(keyInteractive, "whether it ran in a terminal") })
	enum(keyAgent, "which coding agent ran it", agentWords()...)
	return cat.Event(InvokeEvent, "one run of a command", attrs...)
}
