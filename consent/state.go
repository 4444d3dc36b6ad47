package consent

import "github.com/optin-go/optin/telemetry"

// State is what the person decided. It is the specification's ConsentState.
//
// The zero value is [Unset], so that a record nobody wrote, an empty struct or a
// failed read never counts as a yes. Any other unknown value behaves as Unset.
type State uint8

// The states. Unset is 0 because what nobody decided must be off.
const (
	Unset    State = iota // nothing was decided, or the decision was taken back
	Enabled               // the person accepted
	Disabled              // the person refused
)

// Policy returns [telemetry.Enabled] for [Enabled] and [telemetry.Disabled] for
// every other value.
//
// It is what the record alone says. What a tool may do is in
// [Resolver.Resolve], which also asks the environment.
func (s State) Policy() telemetry.CollectionPolicy {
	if s == Enabled {
		return telemetry.Enabled
	}
	return telemetry.Disabled
}

// String returns the word that the file holds: "unset", "enabled" or "disabled".
// For every other value it returns "invalid", which no file may hold.
func (s State) String() string {
	switch s {
	case Unset:
		return "unset"
	case Enabled:
		return "enabled"
	case Disabled:
		return "disabled"
	}
	return "invalid"
}

// parseState is the inverse of String, letter by letter: "Enabled" is not a
// state, because a word that nobody's program writes is nobody's decision.
func parseState(word string) (State, bool) {
	for _, s := range []State{Unset, Enabled, Disabled} {
		if word == s.String() {
			return s, true
		}
	}
	return Unset, false
}
