package catalog

import "github.com/optin-go/optin/telemetry"

// ExitCodeClass is a ready-made [Attribute] that records a process's exit code, rare
// ones as a range. It belongs to no catalog: any event of any catalog may have it.
type ExitCodeClass struct{ declaration }

// ExitCode returns the attribute "process.exit.code": 0, 1, 2, 3-125, 126-127 (what
// was to run could not), 128-255 (ended by a signal), or other.
func ExitCode() *ExitCodeClass { return exitCode }

var exitCode = &ExitCodeClass{declaration{
	kind: KindEnum, key: "process.exit.code", purpose: "with which exit code it ended",
	values: []string{"0", "1", "2", "3-125", "126-127", "128-255", other}, isReadyMade: true,
}}

// Of returns the attribute with the class of the given exit code. A nil
// ExitCodeClass returns an attribute without a key, which a Recorder refuses.
func (a *ExitCodeClass) Of(code int) telemetry.Attr {
	if a == nil || a.key == "" {
		return telemetry.Attr{}
	}
	class := other
	switch {
	case 0 <= code && code <= 2:
		class = a.values[code]
	case 3 <= code && code <= 125:
		class = "3-125"
	case 126 <= code && code <= 127:
		class = "126-127"
	case 128 <= code && code <= 255:
		class = "128-255"
	}
	return a.of(class)
}
