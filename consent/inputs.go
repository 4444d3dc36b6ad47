package consent

import (
	"os"

	"github.com/optin-go/optin/internal/ownfile"
)

// inputs are what a Decision was made from, as far as they can be compared without
// reading a file.
type inputs struct {
	environment environment
	notice      string
	path, own   string // own is "" if the record there was not asked for
	record      ownfile.ID
	ownRecord   ownfile.ID
	passing     bool // a change could go unseen
}

// An environment is what the variables say.
type environment struct {
	doNotTrack bool
	setting    Setting
	ci         string // the variable of a CI system
}

func readEnvironment(tool string, lookup func(string) (string, bool)) environment {
	if lookup == nil {
		lookup = os.LookupEnv
	}
	var env environment
	value, _ := lookup(doNotTrackVariable)
	env.doNotTrack = DoNotTrack(value)
	value, _ = lookup(VariableName(tool))
	env.setting = ParseVariable(value)
	env.ci, _ = CISystem(lookup)
	return env
}

// Unchanged reports whether d, which this Resolver returned, is what it would return
// again: nothing that [Resolver.Resolve] looks at has changed since. It asks for the
// variables, and looks at the record's identity (inode, size and times) without
// reading it, so that it costs less than a tenth of Resolve. If it cannot tell, as in the first
// tenth of a second after the record was written, or after an error, it is false.
//
// It does not see that Covers or Key became another function.
func (r Resolver) Unchanged(d Decision) bool {
	in := d.inputs
	if in.passing || in.notice != r.Notice || in.environment != readEnvironment(r.Tool, r.LookupEnv) {
		return false
	}
	path, err := r.path()
	if err != nil || path != in.path {
		return false
	}
	if id, err := ownfile.Identify(path); err != nil || id != in.record {
		return false
	}
	if in.own == "" {
		return true
	}
	id, err := ownfile.Identify(in.own)
	if outOfReach(err) {
		id, err = ownfile.ID{}, nil // as in refusalAt
	}
	return err == nil && id == in.ownRecord
}
