package catalog

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// Check makes a Catalog a [telemetry.Vocabulary]: what a Recorder may record, when
// the Catalog is its [telemetry.Config.Vocabulary].
//
// An event is refused if its name is not declared, if it has an attribute that was
// not declared for it, a value that is not allowed, or text in Args or ErrMsg
// without [Catalog.Arguments] or [Catalog.ErrorText]. The error is a
// [telemetry.ErrRejected] that names the first mistake and what is declared in its
// place; it repeats at most 64 bytes of the event, escaped. A catalog with mistakes
// refuses every event: see [Catalog.Err].
//
// Values of an [Enum], a [Bool], [Commands] and of buckets are a closed set, and
// recorded as they are. A version number and the texts of a [Text] are not, and
// are redacted.
func (c *Catalog) Check(name string, attrs []telemetry.Attr) (closed uint64, err error) {
	words := c.vocabulary()
	event := words.event(name)
	if event == nil {
		return 0, words.refuseEvent(name)
	}
	at := 0
	for i := range attrs {
		at = event.find(attrs[i].Key, at)
		if at < 0 {
			return 0, event.refuseKey(attrs[i].Key)
		}
		a := &event.attributes[at]
		if !a.allows(attrs[i].Value) {
			return 0, event.refuseValue(a, attrs[i].Value)
		}
		if a.kind.isClosed() {
			closed |= 1 << i
		}
	}
	return closed, nil
}

// vocabulary is a catalog as [Catalog.Check] needs it. It is made once, and again
// after a declaration.
type vocabulary struct {
	events map[string]*allowedEvent // nil refuses everything
	few    []*allowedEvent          // the same, if comparing one by one is faster
	names  []string                 // of events, in order of declaration, for errors
}

// allowedEvent is an [Event] whose attributes are sorted by key, as a Recorder
// sorts them.
type allowedEvent struct {
	name       string
	attributes []allowedAttribute
}

type allowedAttribute struct {
	*declaration
	set map[string]struct{} // of values, if they are many
}

// event returns the event of the given name, or nil.
func (v *vocabulary) event(name string) *allowedEvent {
	if len(v.few) == 0 {
		return v.events[name]
	}
	for _, e := range v.few {
		if e.name == name {
			return e
		}
	}
	return nil
}

func (c *Catalog) vocabulary() *vocabulary {
	if c == nil {
		return &vocabulary{}
	}
	if v := c.checked.Load(); v != nil {
		return v
	}
	v := &vocabulary{}
	if c.Err() == nil {
		v.events = make(map[string]*allowedEvent, len(c.events))
		for _, e := range c.events {
			v.events[e.name] = newAllowedEvent(e)
			v.names = append(v.names, e.name)
		}
		if len(c.events) <= few {
			for _, e := range v.events {
				v.few = append(v.few, e)
			}
		}
	}
	c.checked.Store(v)
	return v
}

// few is up to where comparing one by one is faster than a map.
const few = 16

func newAllowedEvent(e *Event) *allowedEvent {
	allowed := &allowedEvent{name: e.name}
	for _, a := range e.attributes {
		allowed.attributes = append(allowed.attributes, newAllowedAttribute(a.declared()))
	}
	slices.SortFunc(allowed.attributes, func(a, b allowedAttribute) int { return strings.Compare(a.key, b.key) })
	return allowed
}

func newAllowedAttribute(d *declaration) allowedAttribute {
	a := allowedAttribute{declaration: d}
	if len(d.values) > few {
		a.set = make(map[string]struct{}, len(d.values))
		for _, v := range d.values {
			a.set[v] = struct{}{}
		}
	}
	return a
}

// find returns the index of the attribute of the given key, or -1. It begins to
// look at from: as both sides are sorted, the next one is mostly close by.
func (e *allowedEvent) find(key string, from int) int {
	for i := from; i < len(e.attributes); i++ {
		if e.attributes[i].key == key {
			return i
		}
	}
	for i := range from {
		if e.attributes[i].key == key {
			return i
		}
	}
	return -1
}

func (a *allowedAttribute) allows(value string) bool {
	switch a.kind {
	case KindVersion:
		return isVersion(value)
	case KindCommands:
		return a.commands.has(value)
	case KindArguments, KindErrorText:
		return true
	}
	if a.set != nil {
		_, ok := a.set[value]
		return ok
	}
	return slices.Contains(a.values, value)
}

func (v *vocabulary) refuseEvent(name string) error {
	if v.events == nil {
		return refusal("the catalog has mistakes, so nothing is recorded; Catalog.Err names them")
	}
	return refusal("event " + quoted(name) + " is not declared; " + declaredAre(v.names))
}

func (e *allowedEvent) refuseKey(key string) error {
	switch key {
	case keyArguments:
		return e.refuse("it has Args and does not declare them; declare Arguments for it, or leave them out")
	case keyErrorText:
		return e.refuse("it has an ErrMsg and does not declare it; declare ErrorText for it, or leave it out")
	}
	var keys []string
	for _, a := range e.attributes {
		if a.kind != KindArguments && a.kind != KindErrorText {
			keys = append(keys, a.key)
		}
	}
	return e.refuse("attribute " + quoted(key) + " is not declared; " + declaredAre(keys))
}

func (e *allowedEvent) refuseValue(a *allowedAttribute, value string) error {
	what := "attribute " + a.key + ": value " + quoted(value)
	switch a.kind {
	case KindVersion:
		return e.refuse(what + " is not a version number; those have a form such as 1.4.0, and at most " + strconv.Itoa(maxVersionBytes) + " bytes")
	case KindCommands:
		return e.refuse(what + " is not one of the tool's own commands; if it is, allow it with Commands.Allow")
	default:
		return e.refuse(what + " is not declared; " + declaredAre(a.values))
	}
}

func (e *allowedEvent) refuse(text string) error { return refusal("event " + e.name + ": " + text) }

func refusal(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "catalog", Err: errors.New(text)}
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
