package catalog

import (
	"strconv"

	"github.com/optin-go/optin/telemetry"
)

// Bool is an [Attribute] whose value is "true" or "false".
type Bool struct{ declaration }

// Bool declares an attribute whose value is "true" or "false". The purpose says why
// it is collected.
func (c *Catalog) Bool(key, purpose string) *Bool {
	a := &Bool{declaration{kind: KindBool, key: key, purpose: purpose, values: []string{"true", "false"}}}
	c.declare(&a.declaration)
	return a
}

// Of returns the attribute with the value "true" or "false". A nil Bool returns an
// attribute without a key, which a Recorder refuses.
func (a *Bool) Of(value bool) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.of(strconv.FormatBool(value))
}
