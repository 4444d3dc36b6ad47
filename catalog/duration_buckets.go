package catalog

import (
	"time"

	"github.com/optin-go/optin/telemetry"
)

// DurationBuckets is an [Attribute] that records in which of a few ranges a
// duration lies, and not the duration itself.
type DurationBuckets struct{ declaration }

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
	a := &DurationBuckets{}
	c.buckets(&a.declaration, KindDuration, key, purpose, numbers)
	return a
}

// Of returns the attribute with the range in which d lies. A negative d, which a
// clock that was set back can cause, lies in the first one. A nil DurationBuckets
// returns an attribute without a key, which a Recorder refuses.
func (a *DurationBuckets) Of(d time.Duration) telemetry.Attr {
	if a == nil {
		return telemetry.Attr{}
	}
	return a.bucket(int64(d))
}
