package catalog

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// Guard returns a sink that hands declared events on to next, unchanged, and
// refuses every other one. It belongs behind a [telemetry.Recorder], in front of
// all other sinks. A nil next is [telemetry.NoopSink].
//
// An event is refused if its name is not declared, if it has an attribute that
// was not declared for it, a value that is not allowed, or text in Args or ErrMsg
// without [Catalog.Arguments] or [Catalog.ErrorText]. The error is a
// [telemetry.ErrRejected] that names the first such thing and what is declared in
// its place; of what was to be recorded it repeats at most 64 bytes, escaped.
// Nothing of the event is handed on. Guard looks at nothing else: tool, version,
// machine ID, time and ID are the Recorder's.
//
// A value that a Recorder redacts is refused as the "[redacted]" that it became.
// This happens to an allowed value where it is the name of the machine or of its
// user.
//
// Guard holds to the catalog as it is now. What is declared later is refused, but
// for [Commands.Allow]. If the catalog has mistakes now, every event is refused:
// see [Catalog.Err]. Flush is passed on in any case. The sink never modifies an
// event's attributes, adds no allocation, and may be used concurrently.
func (c *Catalog) Guard(next telemetry.Sink) telemetry.Sink {
	if next == nil {
		next = telemetry.NoopSink{}
	}
	g := &guard{next: next}
	if c.Err() != nil {
		return g
	}
	g.events = make(map[string]*guardedEvent, len(c.events))
	for _, e := range c.events {
		g.events[e.name] = newGuardedEvent(e)
		g.names = append(g.names, e.name)
	}
	return g
}

// guard is the sink of [Catalog.Guard].
type guard struct {
	next   telemetry.Sink
	events map[string]*guardedEvent // nil refuses everything
	names  []string                 // of events, in order of declaration, for errors
}

// guardedEvent is an [Event] as its sink needs it: attributes sorted by key, as a
// Recorder sorts them.
type guardedEvent struct {
	name         string
	attributes   []guardedAttribute
	args, errMsg bool
}

type guardedAttribute struct {
	*declaration
	set map[string]struct{} // of values, if they are many
}

func newGuardedEvent(e *Event) *guardedEvent {
	g := &guardedEvent{name: e.name}
	for _, a := range e.attributes {
		switch d := a.declared(); d.kind {
		case KindArguments:
			g.args = true
		case KindErrorText:
			g.errMsg = true
		default:
			g.attributes = append(g.attributes, newGuardedAttribute(d))
		}
	}
	slices.SortFunc(g.attributes, func(a, b guardedAttribute) int { return strings.Compare(a.key, b.key) })
	return g
}

func newGuardedAttribute(d *declaration) guardedAttribute {
	// Up to here, comparing one by one is faster than a map.
	const few = 16
	a := guardedAttribute{declaration: d}
	if len(d.values) > few {
		a.set = make(map[string]struct{}, len(d.values))
		for _, v := range d.values {
			a.set[v] = struct{}{}
		}
	}
	return a
}

// Emit hands e on if all of it is declared.
func (g *guard) Emit(ctx context.Context, e telemetry.Event) error {
	declared := g.events[e.Name]
	if declared == nil {
		return g.refuseEvent(e.Name)
	}
	if e.Args != "" && !declared.args {
		return declared.refuse("it has Args, which it may not; declare Arguments for it, or leave them out")
	}
	if e.ErrMsg != "" && !declared.errMsg {
		return declared.refuse("it has an ErrMsg, which it may not; declare ErrorText for it, or leave it out")
	}
	at := 0
	for i := range e.Attrs {
		at = declared.find(e.Attrs[i].Key, at)
		if at < 0 {
			return declared.refuseKey(e.Attrs[i].Key)
		}
		if a := &declared.attributes[at]; !a.allows(e.Attrs[i].Value) {
			return declared.refuseValue(a, e.Attrs[i].Value)
		}
	}
	return g.next.Emit(ctx, e)
}

// Flush flushes the sink behind.
func (g *guard) Flush(ctx context.Context) error { return g.next.Flush(ctx) }

// find returns the index of the attribute of the given key, or -1. It begins to
// look at from: as both sides are sorted, the next one is mostly close by.
func (g *guardedEvent) find(key string, from int) int {
	for i := from; i < len(g.attributes); i++ {
		if g.attributes[i].key == key {
			return i
		}
	}
	for i := range from {
		if g.attributes[i].key == key {
			return i
		}
	}
	return -1
}

func (a *guardedAttribute) allows(value string) bool {
	switch a.kind {
	case KindVersion:
		return isVersion(value)
	case KindCommands:
		return a.commands.has(value)
	}
	if a.set != nil {
		_, ok := a.set[value]
		return ok
	}
	return slices.Contains(a.values, value)
}

func (g *guard) refuseEvent(name string) error {
	if g.events == nil {
		return refusal("the catalog has mistakes, so that nothing may be recorded; Catalog.Err names them")
	}
	return refusal("event " + quoted(name) + " is not declared; " + declaredAre(g.names))
}

func (g *guardedEvent) refuseKey(key string) error {
	keys := make([]string, len(g.attributes))
	for i := range g.attributes {
		keys[i] = g.attributes[i].key
	}
	return g.refuse("attribute " + quoted(key) + " is not declared; " + declaredAre(keys))
}

func (g *guardedEvent) refuseValue(a *guardedAttribute, value string) error {
	what := "attribute " + a.key + ": value " + quoted(value)
	switch a.kind {
	case KindVersion:
		return g.refuse(what + " is not a version number; those have a form such as 1.4.0, and at most " + strconv.Itoa(maxVersionBytes) + " bytes")
	case KindCommands:
		return g.refuse(what + " is not one of the tool's own commands; if it is, allow it with Commands.Allow")
	default:
		return g.refuse(what + " is not declared; " + declaredAre(a.values))
	}
}

func (g *guardedEvent) refuse(text string) error { return refusal("event " + g.name + ": " + text) }

func refusal(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "catalog: guard", Err: errors.New(text)}
}

// declaredAre says what is declared, or as much of it as is good to read.
func declaredAre(texts []string) string {
	const most = 16
	rest := len(texts) - most
	if len(texts) == 0 {
		return "none are"
	}
	said := "declared are " + list(texts[:min(len(texts), most)], cut)
	if rest > 0 {
		said += " and " + strconv.Itoa(rest) + " more"
	}
	return said
}
