package app

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

// InvokeEvent is the name of the event that records one run of a command.
const InvokeEvent = "command.invoke"

// Names recorded in place of a command path that must not be.
const (
	// CommandAlias is an alias: a command that the user named.
	CommandAlias = "alias"
	// CommandPlugin is a plugin or an extension: a command that the user installed.
	CommandPlugin = "plugin"
	// CommandUnknown is anything typed that is no command.
	CommandUnknown = "unknown"
)

// How a command ended, in the words of the attribute outcome.
const (
	outcomeOK        = "ok"
	outcomeError     = "error"
	outcomeCancelled = "cancelled"
	outcomePanic     = "panic"
)

// otherWord replaces a word that an Enum does not declare.
const otherWord = "other"

// outcomeOf returns the outcome of a command that returned err. It is cancelled if its
// context has ended, whatever it returned.
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

// invocation is the recorded part of one run.
type invocation struct {
	command  string // its path
	outcome  string
	took     time.Duration
	exitCode int
}

// filler fills the attributes of InvokeEvent.
type filler struct {
	catalog *catalog.Catalog
	event   *catalog.Event
	own     []telemetry.Attr // of the Config

	ownOutcome bool // the Config has a function for it
}

// attrs returns the declared attributes of InvokeEvent.
func (f filler) attrs(i invocation) []telemetry.Attr {
	attrs := slices.Clone(f.own)
	for _, attr := range f.event.Attributes() {
		if fill := filling(attr); fill != nil {
			if a := fill(i); a.Key != "" {
				attrs = append(attrs, a)
			}
		}
	}
	return attrs
}

// check returns the mistakes in the declaration of InvokeEvent. An attribute that
// nothing fills is one: the user would be told of it, and it would never be
// recorded.
func (f filler) check() []error {
	var errs []error
	own := map[string]bool{}
	for _, a := range f.own {
		own[a.Key] = true
	}
	for _, attr := range f.event.Attributes() {
		switch fill := filling(attr); {
		case own[attr.Key()] && fill != nil:
			errs = append(errs, mistake("Attrs holds "+strconv.Quote(attr.Key())+", which is filled by itself; leave it out"))
		case !own[attr.Key()] && fill == nil:
			errs = append(errs, mistake("Catalog: nothing fills the attribute "+strconv.Quote(attr.Key())+" of "+InvokeEvent+"; put it into Attrs, or do not declare it"))
		}
	}
	for _, attr := range f.event.Attributes() {
		if attr.Key() != keyOutcome || f.ownOutcome {
			continue
		}
		// Without these words, a run that failed would be recorded as if it had not.
		for _, word := range []string{outcomeOK, outcomeError} {
			if !slices.Contains(attr.Values(), word) {
				errs = append(errs, mistake("Catalog: the attribute "+strconv.Quote(keyOutcome)+" of "+InvokeEvent+" lacks the word "+strconv.Quote(word)+"; add it, or give an attribute of your own another key"))
			}
		}
	}
	if len(errs) > 0 {
		return errs
	}
	if _, err := f.catalog.Check(InvokeEvent, f.own); err != nil {
		errs = append(errs, mistake("Attrs: "+err.Error()))
	}
	return errs
}

// filling returns the function that fills an attribute, or nil.
func filling(attr catalog.Attribute) func(invocation) telemetry.Attr {
	switch attr := attr.(type) {
	case *catalog.Commands:
		if attr.Key() == keyCommand {
			return func(i invocation) telemetry.Attr {
				attr.Allow(i.command)
				return attr.Of(i.command)
			}
		}
	case *catalog.DurationBuckets:
		if attr.Key() == keyTook {
			return func(i invocation) telemetry.Attr { return attr.Of(i.took) }
		}
	case *catalog.Fact:
		return func(invocation) telemetry.Attr { return attr.Of() }
	case *catalog.ExitCodeClass:
		return func(i invocation) telemetry.Attr { return attr.Of(i.exitCode) }
	case *catalog.Enum:
		if words := wordsOf(attr.Key()); words != nil {
			return func(i invocation) telemetry.Attr { return firstOf(attr, words(i)) }
		}
	}
	return nil
}

// The keys of the attributes filled here, besides the ready-made ones of package
// catalog.
const (
	keyCommand = "command"
	keyOutcome = "outcome"
	keyTook    = "took"
)

// wordsOf returns the function that gives words for an Enum, the best one first; nil
// for an unknown key.
func wordsOf(key string) func(invocation) []string {
	switch key {
	case keyCommand:
		return func(i invocation) []string { return []string{i.command, otherWord, CommandUnknown} }
	case keyOutcome:
		return func(i invocation) []string {
			if i.outcome == outcomeOK {
				return []string{outcomeOK}
			}
			return []string{i.outcome, outcomeError}
		}
	}
	return nil
}

// firstOf returns the attribute with the first declared word. Its key is empty if no
// word is declared.
func firstOf(attr *catalog.Enum, words []string) telemetry.Attr {
	values := attr.Values()
	for _, word := range words {
		if slices.Contains(values, word) {
			return attr.Of(word)
		}
	}
	return telemetry.Attr{}
}
