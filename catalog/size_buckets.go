package catalog

import "github.com/optin-go/optin/telemetry"

// SizeBuckets is an [Attribute] that records in which of a few ranges a size
// lies, and not the size itself.
type SizeBuckets declaration

// SizeBuckets declares an attribute whose value is a range of sizes in bytes. The
// ranges lie below, between and from bounds, which must be positive and ascend. A
// bound belongs to the range above it: with the bounds 1<<10 and 1<<20 the values
// are "<1KiB", "1KiB-1MiB" (a KiB and more, less than a MiB) and ">=1MiB". The
// purpose says why it is collected.
func (c *Catalog) SizeBuckets(key, purpose string, bounds ...int64) *SizeBuckets {
	return (*SizeBuckets)(c.buckets(KindSize, key, purpose, bounds))
}

// Of returns the attribute with the range in which a size of n bytes lies. A
// negative n lies in the first one. Of a nil SizeBuckets it returns an attribute
// without a key, which a Recorder refuses.
func (a *SizeBuckets) Of(n int64) telemetry.Attr { return a.declared().bucket(n) }

// Key returns the key under which the value is recorded.
func (a *SizeBuckets) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *SizeBuckets) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindSize].
func (a *SizeBuckets) Kind() Kind { return a.declared().kindOf() }

// Values returns the names of the ranges, ascending.
func (a *SizeBuckets) Values() []string { return a.declared().valuesOf() }

// Describe returns the names of the ranges, such as "<1KiB, 1KiB-1MiB, >=1MiB".
func (a *SizeBuckets) Describe() string { return a.declared().describe() }

func (a *SizeBuckets) declared() *declaration { return (*declaration)(a) }
