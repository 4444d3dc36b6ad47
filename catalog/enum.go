package catalog

import (
	"slices"

	"github.com/optin-go/optin/telemetry"
)

// Enum is an [Attribute] whose value is one of a few fixed words.
type Enum struct{ declaration }

// Enum declares an attribute whose value is one of values. There must be one at
// least, none empty, each once. The purpose says why it is collected.
func (c *Catalog) Enum(key, purpose string, values ...string) *Enum {
	a := &Enum{declaration{kind: KindEnum, key: key, purpose: purpose, values: slices.Clone(values)}}
	c.declare(&a.declaration)
	if len(values) == 0 {
		c.mistaken(key, "has no values; declare those that may be recorded")
	}
	return a
}

// Of returns the attribute with the given value. Of does not check it:
// [Catalog.Check] refuses a value that is not declared. A nil Enum returns an
// attribute without a key, which a Recorder refuses.
func (a *Enum) Of(value string) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.of(value)
}
