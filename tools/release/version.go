package main

import (
	"fmt"
	"strconv"
	"strings"

	modpath "golang.org/x/mod/module"
	"golang.org/x/mod/semver"
)

// A change is what a module's users meet when they upgrade.
type change int

// The kinds of change, from the one that asks for the least.
const (
	unchanged change = iota
	unclear          // it cannot be built, and is refused
	patch            // nothing of what callers see
	minor            // something that callers may use
	breaking         // something that callers may trip over
	first            // everything
)

// required returns the lowest version that tells of a change since last.
func required(last string, c change, modulePath string) string {
	_, suffix, _ := modpath.SplitPathVersion(modulePath)
	switch {
	case c == unchanged:
		return ""
	case c == first && suffix != "":
		return modpath.PathMajorPrefix(suffix) + ".0.0"
	case c == first:
		return "v0.1.0"
	}
	x, y, z := split(last)
	// What a prerelease announces tells of the change, if it is as high.
	announced := semver.Prerelease(last) != ""
	switch {
	case c == breaking && x > 0 && (!announced || y > 0 || z > 0):
		return fmt.Sprintf("v%d.0.0", x+1)
	case (c == breaking || c == minor) && (!announced || z > 0):
		return fmt.Sprintf("v%d.%d.0", x, y+1)
	case announced:
		return fmt.Sprintf("v%d.%d.%d", x, y, z)
	}
	return fmt.Sprintf("v%d.%d.%d", x, y, z+1)
}

// split returns the numbers of a canonical version.
func split(version string) (major, minor, patch int) {
	core, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	var numbers [3]int
	for i, text := range strings.SplitN(core, ".", 3) {
		numbers[i], _ = strconv.Atoi(text)
	}
	return numbers[0], numbers[1], numbers[2]
}

// String says what the change is to a caller.
func (c change) String() string {
	switch c {
	case unclear:
		return "unclear"
	case patch:
		return "same API"
	case minor:
		return "new API"
	case breaking:
		return "breaking"
	case first:
		return "first release"
	case unchanged:
	}
	return "unchanged"
}
