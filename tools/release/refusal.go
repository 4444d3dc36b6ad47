package main

import (
	"fmt"
	"strings"
)

// A refusal is a reason not to release: what is wrong, where, and the command that
// mends it.
type refusal struct {
	module  string // the module's directory, or "repository"
	file    string // relative to the repository's root
	problem string
	mend    string
}

func (r refusal) String() string {
	return fmt.Sprintf("%s: %s: %s\n    mend it: %s", r.module, r.file, strings.ReplaceAll(r.problem, "\n", "\n    "), r.mend)
}

// refusals is an error if it is not empty.
type refusals []refusal

func (rs *refusals) add(module, file, mend, format string, args ...any) {
	*rs = append(*rs, refusal{module, file, fmt.Sprintf(format, args...), mend})
}

func (rs refusals) Error() string {
	var b strings.Builder
	for _, r := range rs {
		fmt.Fprintln(&b, r)
	}
	fmt.Fprintf(&b, "refused: %d to mend", len(rs))
	return b.String()
}

// err returns the refusals as an error, or nil if there are none.
func (rs refusals) err() error {
	if len(rs) == 0 {
		return nil
	}
	return rs
}
