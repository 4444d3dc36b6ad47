package catalog

import (
	"slices"

	"github.com/optin-go/optin/telemetry"
)

// Enum is an [Attribute] whose value is one of a few fixed words.
type Enum declaration

// Enum declares an attribute whose value is one of values. There must be one at
// least, none empty, each once. The purpose says why it is collected.
func (c *Catalog) Enum(key, purpose string, values ...string) *Enum {
	a := (*Enum)(c.declare(declaration{kind: KindEnum, key: key, purpose: purpose, values: slices.Clone(values)}))
	if len(values) == 0 {
		c.mistaken(key, "has no values; declare those that may be recorded")
	}
	return a
}

// Of returns the attribute with the given value. Of does not check it:
// [Catalog.Check] refuses a value that is not declared. Of a nil Enum it returns
// an attribute without a key, which a Recorder refuses.
func (a *Enum) Of(value string) telemetry.Attr { return a.declared().of(value) }

// Key returns the key under which the value is recorded.
func (a *Enum) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *Enum) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindEnum].
func (a *Enum) Kind() Kind { return a.declared().kindOf() }

// Values returns the declared values, in the order of their declaration.
func (a *Enum) Values() []string { return a.declared().valuesOf() }

// Describe returns the values in words, such as "one of ok, error".
func (a *Enum) Describe() string { return a.declared().describe() }

func (a *Enum) declared() *declaration { return (*declaration)(a) }
