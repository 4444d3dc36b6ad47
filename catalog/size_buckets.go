package catalog

import "github.com/optin-go/optin/telemetry"

// SizeBuckets is an [Attribute] that records in which of a few ranges a size
// lies, and not the size itself.
type SizeBuckets struct{ declaration }

// SizeBuckets declares an attribute whose value is a range of sizes in bytes. The
// ranges lie below, between and from bounds, which must be positive and ascend. A
// bound belongs to the range above it: with the bounds 1<<10 and 1<<20 the values
// are "<1KiB", "1KiB-1MiB" (a KiB and more, less than a MiB) and ">=1MiB". The
// purpose says why it is collected.
func (c *Catalog) SizeBuckets(key, purpose string, bounds ...int64) *SizeBuckets {
	a := &SizeBuckets{}
	c.buckets(&a.declaration, KindSize, key, purpose, bounds)
	return a
}

// Of returns the attribute with the range in which a size of n bytes lies. A
// negative n lies in the first one. A nil SizeBuckets returns an attribute without
// a key, which a Recorder refuses.
func (a *SizeBuckets) Of(n int64) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.bucket(n)
}
