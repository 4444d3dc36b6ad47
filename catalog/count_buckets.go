package catalog

import "github.com/optin-go/optin/telemetry"

// CountBuckets is an [Attribute] that records in which of a few ranges a number
// of things lies, and not the number itself.
type CountBuckets declaration

// CountBuckets declares an attribute whose value is a range of whole numbers. The
// ranges lie below, between and from bounds, which must be positive and ascend. A
// bound belongs to the range above it: with the bounds 1, 2, 10 and 100 the
// values are "<1", "1", "2-9", "10-99" and ">=100". The purpose says why it is
// collected.
func (c *Catalog) CountBuckets(key, purpose string, bounds ...int64) *CountBuckets {
	return (*CountBuckets)(c.buckets(KindCount, key, purpose, bounds))
}

// Of returns the attribute with the range in which n lies. A negative n lies in
// the first one. Of a nil CountBuckets it returns an attribute without a key,
// which a Recorder refuses.
func (a *CountBuckets) Of(n int64) telemetry.Attr { return a.declared().bucket(n) }

// Key returns the key under which the value is recorded.
func (a *CountBuckets) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *CountBuckets) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindCount].
func (a *CountBuckets) Kind() Kind { return a.declared().kindOf() }

// Values returns the names of the ranges, ascending.
func (a *CountBuckets) Values() []string { return a.declared().valuesOf() }

// Describe returns the names of the ranges, such as "<1, 1-9, >=10".
func (a *CountBuckets) Describe() string { return a.declared().describe() }

func (a *CountBuckets) declared() *declaration { return (*declaration)(a) }
