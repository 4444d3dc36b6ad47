package telemetry

// CollectionPolicy says whether a [Recorder] collects. It is the specification's
// CollectionPolicy.
//
// The zero value is [Disabled], so that a forgotten field, a failed read or an
// empty struct can never turn collection on. Any value that is not [Enabled]
// behaves as Disabled.
type CollectionPolicy uint8

// The policies. Disabled is 0 because what nobody decided must be off.
const (
	Disabled CollectionPolicy = iota
	Enabled
)

// String returns "enabled" for [Enabled] and "disabled" for every other value,
// because every other value behaves so.
func (p CollectionPolicy) String() string {
	if p == Enabled {
		return "enabled"
	}
	return "disabled"
}
