package catalog

import (
	"context"
	"slices"
	"strconv"

	"github.com/optin-go/optin/telemetry"
)

// Event is a declared event: its name, why it is recorded, and the attributes
// that it may have. The methods of a nil Event return zero values.
type Event struct {
	name, purpose string
	attributes    []Attribute
	facts         []*Fact // of attributes
}

// Event declares an event of the given name, such as "command.invoke". The
// purpose says in a few words, which the tool's user reads, what the event
// stands for. A recorded event may have any of attrs, each of this catalog or
// ready-made, and no other; one that is missing is fine.
//
// Event copies attrs, leaving out those that are nil. It does not return nil,
// whatever is wrong: see [Catalog.Err].
func (c *Catalog) Event(name, purpose string, attrs ...Attribute) *Event {
	e := &Event{name: name, purpose: normalSpace(purpose)}
	where := "event " + quoted(name)
	var errs []error
	switch {
	case name == "":
		errs = append(errs, mistake("an event has no name; give it one such as \"command.invoke\""))
	case len(name) > telemetry.MaxNameBytes:
		errs = append(errs, mistake(where+": the name is longer than "+strconv.Itoa(telemetry.MaxNameBytes)+" bytes; names are fixed words, put what varies into an attribute"))
	case !isIdentifier(name):
		errs = append(errs, mistake(where+": the name holds more than letters, digits, '.', '_', '-' and '/'; names are fixed words, put what varies into an attribute"))
	}
	errs = append(errs, purposeMistakes(where, e.purpose)...)
	if len(attrs) > telemetry.MaxAttrs {
		errs = append(errs, mistake(where+": has more than "+strconv.Itoa(telemetry.MaxAttrs)+" attributes; declare fewer of them"))
	}
	for i, a := range attrs {
		d := declarationOf(a)
		switch {
		case d == nil:
			errs = append(errs, mistake(where+": attribute number "+strconv.Itoa(i+1)+" is nil; declare it before the event"))
			continue
		case c != nil && d.isReadyMade:
			c.adopt(d)
		case d.catalog != c:
			errs = append(errs, mistake(where+": attribute "+quoted(d.key)+" is not of this catalog; declare it here"))
		case slices.ContainsFunc(e.attributes, func(b Attribute) bool { return b.Key() == d.key }):
			errs = append(errs, mistake(where+": has attribute "+quoted(d.key)+" twice; name it once"))
		}
		e.attributes = append(e.attributes, a)
		if fact, ok := a.(*Fact); ok {
			e.facts = append(e.facts, fact)
		}
	}
	if c == nil {
		return e
	}
	c.checked.Store(nil)
	c.mistakes = append(c.mistakes, errs...)
	if _, ok := c.byName[name]; ok {
		c.mistakes = append(c.mistakes, mistake(where+": is declared twice; give each event a name of its own"))
		return e
	}
	if c.byName == nil {
		c.byName = map[string]*Event{}
	}
	c.byName[name] = e
	c.events = append(c.events, e)
	return e
}

// Record records the event by rec, as [telemetry.Recorder.Record] does, with attrs
// and with the value of each [Fact] that the event has. One of attrs counts before
// a Fact of the same key. Record does not check that attrs are declared: rec does,
// if its Vocabulary is the catalog. A nil Event returns a [telemetry.ErrRejected],
// if rec is enabled. When disabled, it does nothing.
func (e *Event) Record(ctx context.Context, rec *telemetry.Recorder, attrs ...telemetry.Attr) error {
	if e == nil || len(e.facts) == 0 || rec.Policy() != telemetry.Enabled {
		return rec.Record(ctx, e.Name(), attrs...)
	}
	var room [16]telemetry.Attr // on the stack
	all := room[:0]
	for _, fact := range e.facts {
		all = append(all, fact.Of())
	}
	return rec.Record(ctx, e.name, append(all, attrs...)...)
}

// Name returns the event's name, to be passed to [telemetry.Recorder.Record].
func (e *Event) Name() string {
	if e == nil {
		return ""
	}
	return e.name
}

// Purpose returns what the event stands for, its white space reduced to single
// spaces.
func (e *Event) Purpose() string {
	if e == nil {
		return ""
	}
	return e.purpose
}

// Attributes returns the attributes that the event may have, in the order of
// their declaration. The slice is the caller's own, and none of it is nil.
func (e *Event) Attributes() []Attribute {
	if e == nil {
		return nil
	}
	return slices.Clone(e.attributes)
}
