package telemetrycmd

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// The attributes of [InvokeEvent].
const (
	keyCommand = "command"
	keyOutcome = "outcome"
	keyTook    = "took"
)

// How a command ended.
const (
	outcomeOK        = "ok"
	outcomeError     = "error"
	outcomeCancelled = "cancelled"
	outcomePanic     = "panic"
)

const (
	// unknownCommand stands for what the user typed when it is no command: it may be
	// anything, a password that went into the wrong window included.
	unknownCommand = "unknown"
	// otherCommand stands for a command that an Enum does not know.
	otherCommand = "other"
)

// outcomeOf returns how a command ended that returned err. One whose context has
// ended was cancelled, whatever it made of that.
func outcomeOf(cancelled bool, err error) string {
	switch {
	case cancelled, errors.Is(err, context.Canceled):
		return outcomeCancelled
	case err != nil:
		return outcomeError
	default:
		return outcomeOK
	}
}

// invocation is one run of a command, as far as it is recorded.
type invocation struct {
	command string // its path
	outcome string
	took    time.Duration
}

// attrs returns those attributes that the catalog declares for [InvokeEvent].
func (i invocation) attrs(cat *catalog.Catalog) []telemetry.Attr {
	event, _ := cat.Lookup(InvokeEvent)
	var attrs []telemetry.Attr
	for _, attr := range event.Attributes() {
		switch attr := attr.(type) {
		case *catalog.Commands:
			if attr.Key() == keyCommand {
				attr.Allow(i.command)
				attrs = append(attrs, attr.Of(i.command))
			}
		case *catalog.DurationBuckets:
			attrs = append(attrs, attr.Of(i.took))
		case *catalog.Enum:
			if word := i.declared(attr); word != "" {
				attrs = append(attrs, attr.Of(word))
			}
		}
	}
	return attrs
}

// declared returns the word of an Enum that says it best, or "" if none does.
func (i invocation) declared(attr *catalog.Enum) string {
	var words []string
	switch attr.Key() {
	case keyCommand:
		words = []string{i.command, otherCommand, unknownCommand}
		if i.command == unknownCommand {
			words = []string{unknownCommand, otherCommand}
		}
	case keyOutcome:
		words = []string{i.outcome}
		if i.outcome != outcomeOK {
			words = append(words, outcomeError)
		}
	}
	values := attr.Values()
	for _, word := range words {
		if slices.Contains(values, word) {
			return word
		}
	}
	return ""
}
