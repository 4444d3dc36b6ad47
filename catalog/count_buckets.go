package catalog

import "github.com/optin-go/optin/telemetry"

// CountBuckets is an [Attribute] that records in which of a few ranges a number
// of things lies, and not the number itself.
type CountBuckets struct{ declaration }

// CountBuckets declares an attribute whose value is a range of whole numbers. The
// ranges lie below, between and from bounds, which must be positive and ascend. A
// bound belongs to the range above it: with the bounds 1, 2, 10 and 100 the
// values are "<1", "1", "2-9", "10-99" and ">=100". The purpose says why it is
// collected.
func (c *Catalog) CountBuckets(key, purpose string, bounds ...int64) *CountBuckets {
	a := &CountBuckets{}
	c.buckets(&a.declaration, KindCount, key, purpose, bounds)
	return a
}

// Of returns the attribute with the range in which n lies. A negative n lies in the
// first one. A nil CountBuckets returns an attribute without a key, which a
// Recorder refuses.
func (a *CountBuckets) Of(n int64) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.bucket(n)
}
