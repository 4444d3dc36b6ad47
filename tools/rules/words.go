package rules

import (
	"fmt"
	"regexp"
	"strings"
)

// unfinished matches the marks of work left for later. Each is put together from
// two parts, so that this file does not match itself.
var unfinished = regexp.MustCompile(`\b(` + strings.Join([]string{"TO" + "DO", "FIX" + "ME", "X" + "XX", "HA" + "CK"}, "|") + `)\b`)

// Unfinished finds notes about work left for later. They belong in an issue,
// where somebody sees them.
func Unfinished(name, text string) []Finding {
	var out []Finding
	for i, line := range strings.Split(text, "\n") {
		if word := unfinished.FindString(line); word != "" {
			out = append(out, Finding(fmt.Sprintf("%s:%d: says %s; do it now, or open an issue", name, i+1, word)))
		}
	}
	return out
}
