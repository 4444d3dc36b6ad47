package catalog

import "github.com/optin-go/optin/telemetry"

// Bool is an [Attribute] whose value is "true" or "false".
type Bool declaration

// Bool declares an attribute whose value is "true" or "false". The purpose says why
// it is collected.
func (c *Catalog) Bool(key, purpose string) *Bool {
	return (*Bool)(c.declare(declaration{kind: KindBool, key: key, purpose: purpose, values: []string{"true", "false"}}))
}

// Of returns the attribute with the value "true" or "false". Of a nil Bool it returns
// an attribute without a key, which a Recorder refuses.
func (a *Bool) Of(value bool) telemetry.Attr {
	if value {
		return a.declared().of("true")
	}
	return a.declared().of("false")
}

// Key returns the key under which the value is recorded.
func (a *Bool) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *Bool) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindBool].
func (a *Bool) Kind() Kind { return a.declared().kindOf() }

// Values returns "true" and "false".
func (a *Bool) Values() []string { return a.declared().valuesOf() }

// Describe returns "true or false".
func (a *Bool) Describe() string { return a.declared().describe() }

func (a *Bool) declared() *declaration { return (*declaration)(a) }
