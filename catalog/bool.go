package catalog

import "github.com/optin-go/optin/telemetry"

// Bool is an [Attribute] whose value is "yes" or "no".
type Bool declaration

// Bool declares an attribute whose value is "yes" or "no". The purpose says why
// it is collected.
func (c *Catalog) Bool(key, purpose string) *Bool {
	return (*Bool)(c.declare(declaration{kind: KindBool, key: key, purpose: purpose, values: []string{"yes", "no"}}))
}

// Is returns the attribute with the value "yes" or "no". Of a nil Bool it returns
// an attribute without a key, which a Recorder refuses.
func (a *Bool) Is(value bool) telemetry.Attr {
	if value {
		return a.declared().is("yes")
	}
	return a.declared().is("no")
}

// Key returns the key under which the value is recorded.
func (a *Bool) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *Bool) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindBool].
func (a *Bool) Kind() Kind { return a.declared().kindOf() }

// Values returns "yes" and "no".
func (a *Bool) Values() []string { return a.declared().valuesOf() }

// Describe returns "yes or no".
func (a *Bool) Describe() string { return a.declared().describe() }

func (a *Bool) declared() *declaration { return (*declaration)(a) }
