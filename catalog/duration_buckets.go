package catalog

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// DurationBuckets is an [Attribute] that records in which of a few ranges a
// duration lies, and not the duration itself.
type DurationBuckets declaration

// DurationBuckets declares an attribute whose value is a range of durations. The
// ranges lie below, between and from bounds, which must be positive and ascend. A
// bound belongs to the range above it: with the bounds of a second and a minute
// the values are "<1s", "1s-1m" (a second and more, less than a minute) and
// ">=1m". The purpose says why it is collected.
func (c *Catalog) DurationBuckets(key, purpose string, bounds ...time.Duration) *DurationBuckets {
	numbers := make([]int64, len(bounds))
	for i, b := range bounds {
		numbers[i] = int64(b)
	}
	return (*DurationBuckets)(c.buckets(KindDuration, key, purpose, numbers))
}

// Of returns the attribute with the range in which d lies. A negative d, which a
// clock that was set back can cause, lies in the first one. Of a nil
// DurationBuckets it returns an attribute without a key, which a Recorder
// refuses.
func (a *DurationBuckets) Of(d time.Duration) telemetry.Attr { return a.declared().bucket(int64(d)) }

// Key returns the key under which the value is recorded.
func (a *DurationBuckets) Key() string { return a.declared().keyOf() }

// Purpose returns why the attribute is collected.
func (a *DurationBuckets) Purpose() string { return a.declared().purposeOf() }

// Kind returns [KindDuration].
func (a *DurationBuckets) Kind() Kind { return a.declared().kindOf() }

// Values returns the names of the ranges, ascending.
func (a *DurationBuckets) Values() []string { return a.declared().valuesOf() }

// Describe returns the names of the ranges, such as "<1s, 1s-1m, >=1m".
func (a *DurationBuckets) Describe() string { return a.declared().describe() }

func (a *DurationBuckets) declared() *declaration { return (*declaration)(a) }
