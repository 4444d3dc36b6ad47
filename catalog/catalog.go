package catalog

import (
	"errors"
	"slices"
	"sync/atomic"

	"github.com/optin-go/optin/telemetry"
)

// Catalog is what a tool declares that it collects: events, and the attributes
// that they may have.
//
// Declare at start-up, usually in package variables: declaring is not safe for
// concurrent use. Everything else is, once nothing more is declared.
//
// No method panics, and what declares something never returns nil. What is wrong
// with a declaration is kept for [Catalog.Err]. A nil Catalog and the zero Catalog
// are catalogs with mistakes: they have no [Catalog.Version], and
// [Catalog.Check] refuses every event.
type Catalog struct {
	tool, purpose string
	events        []*Event
	attributes    map[string]*declaration // by key
	byName        map[string]*Event
	mistakes      []error
	checked       atomic.Pointer[vocabulary] // nil after a declaration
}

// New returns an empty Catalog for the tool of the given name, such as "mytool".
// The purpose says, in a sentence that the tool's user reads first, what the
// events are collected for. Neither may be empty.
func New(tool, purpose string) *Catalog {
	return &Catalog{tool: tool, purpose: normalSpace(purpose)}
}

// Tool returns the tool's name.
func (c *Catalog) Tool() string {
	if c == nil {
		return ""
	}
	return c.tool
}

// Purpose returns what the events are collected for, its white space reduced to
// single spaces.
func (c *Catalog) Purpose() string {
	if c == nil {
		return ""
	}
	return c.purpose
}

// Events returns the declared events in the order of their declaration. The
// slice is the caller's own. An event whose name was declared before is not in it.
func (c *Catalog) Events() []*Event {
	if c == nil {
		return nil
	}
	return slices.Clone(c.events)
}

// Lookup returns the event that was declared under name, and whether there is
// one.
func (c *Catalog) Lookup(name string) (*Event, bool) {
	if c == nil {
		return nil, false
	}
	e, ok := c.byName[name]
	return e, ok
}

// Err returns everything that is wrong with the declaration, joined, each an
// [telemetry.ErrConfig] that says where it is and what to do; nil if nothing is.
// It depends on the declaration alone, not on the machine, so that a test of the
// tool that calls it finds what its users would meet.
func (c *Catalog) Err() error {
	if c == nil {
		return errors.Join(mistake("the catalog is nil; make one with New"))
	}
	var errs []error
	if c.tool == "" {
		errs = append(errs, mistake("the tool has no name; pass it to New"))
	} else if len(c.tool) > telemetry.MaxNameBytes || !isIdentifier(c.tool) {
		errs = append(errs, mistake("the tool's name is longer than 128 bytes or holds more than letters, digits, '.', '_', '-' and '/'"))
	}
	errs = append(errs, purposeMistakes("the catalog", c.purpose)...)
	return errors.Join(append(errs, c.mistakes...)...)
}

// mistake returns an error of [Catalog.Err].
func mistake(text string) error {
	return &telemetry.Error{Kind: telemetry.ErrConfig, Op: "catalog", Err: errors.New(text)}
}
