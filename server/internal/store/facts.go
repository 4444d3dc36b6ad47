package store

import (
	"regexp"
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// Any stands in a slice for all values, and Other for those beyond the limits.
const (
	Any   = "*"
	Other = "(other)"
)

// ReleasePattern is what a released version looks like, as a regular expression
// that RE2 and ClickHouse read: v1.2.3, 1.2, 2026.4.1, v1.2.3-rc.1, v2.0.0+incompatible.
// Anything else is a development version: dev, (devel), pseudo-versions,
// v1.2.3-4-gabcdef, v1.2.3+dirty.
const ReleasePattern = `^v?[0-9]+(\.[0-9]+){0,3}(-(alpha|beta|rc|pre|preview)([.-]?[0-9]+)*)?(\+incompatible)?$`

var release = regexp.MustCompile(ReleasePattern)

// facts are what is counted of an event.
type facts struct {
	dev, run, failed     bool
	version, os, command string
	others               [len(dims)]string // the values of dims, "" for none
}

// dims are the dimensions of a slice beside version, os and command.
var dims = [...]string{"platform", "interactive", "agent", "install", "outcome", "took", "name"}

// Attributes are the attributes that have a column of their own: the column, and
// the key that the catalogue gives the attribute.
var Attributes = []struct{ Column, Key string }{
	{"command", "command"},
	{"os", "os.type"},
	{"arch", "host.arch"},
	{"interactive", "process.interactive"},
	{"agent", "agent"},
	{"install", "install"},
	{"outcome", "outcome"},
	{"took", "took"},
}

// Succeeded are the outcomes that are no failures.
var Succeeded = []string{"", "ok", "cancelled"}

func factsOf(e *telemetry.Event) facts {
	value := func(column int) string {
		v, _ := e.Attrs.Get(Attributes[column].Key)
		return counted(v)
	}
	f := facts{
		dev:     !release.MatchString(e.ToolVersion),
		version: counted(e.ToolVersion),
		command: value(0),
		os:      value(1),
	}
	f.run = f.command != ""
	outcome := value(6)
	f.failed = f.run
	for _, word := range Succeeded {
		if outcome == word {
			f.failed = false
		}
	}
	platform := f.os
	if arch := value(2); arch != "" {
		platform += "/" + arch
	}
	f.others = [len(dims)]string{platform, value(3), value(4), value(5), outcome, value(7), counted(e.Name)}
	return f
}

// counted is v as it is counted: an asterisk alone would mean any value.
func counted(v string) string {
	if v == Any {
		return Other
	}
	return strings.ToValidUTF8(v, "\uFFFD")
}

// folded is f with everything a sender can invent taken out of it.
func (f facts) folded() facts {
	f.version, f.os = Other, Other
	if f.command != "" {
		f.command = Other
	}
	for i, v := range f.others {
		if v != "" {
			f.others[i] = Other
		}
	}
	return f
}

// sliceKey names a slice of one tool.
type sliceKey struct {
	dev                              bool
	version, os, command, dim, value string
}

// slices returns the slices in which an event with these facts is counted: all
// choices of a value or any for version, os and command, and for each further
// dimension those with at most one of the three.
func (f *facts) slices() []sliceKey {
	keys := make([]sliceKey, 0, 8+4*len(dims))
	for choice := range 8 {
		k := sliceKey{dev: f.dev, version: Any, os: Any, command: Any}
		if choice&1 != 0 {
			k.version = f.version
		}
		if choice&2 != 0 {
			k.os = f.os
		}
		if choice&4 != 0 {
			if f.command == "" {
				continue
			}
			k.command = f.command
		}
		keys = append(keys, k)
		if choice&(choice-1) != 0 {
			continue
		}
		for i, value := range f.others {
			if value != "" {
				k.dim, k.value = dims[i], value
				keys = append(keys, k)
			}
		}
	}
	return keys
}
