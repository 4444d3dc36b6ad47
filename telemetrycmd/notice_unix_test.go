//go:build unix

package telemetrycmd

import (
	"fmt"
	"strings"
	"testing"
)

// What people are asked is as important as the code. Compare
// testdata/questions.golden by eye when it changes.
func TestQuestion(t *testing.T) {
	var got strings.Builder
	for _, test := range questions {
		text := questionOf(t, test.set, test.declare, test.outdated).text()
		fmt.Fprintf(&got, "== %s ==\n%s\n\n", test.name, text)
	}
	golden(t, "questions", got.String())
}
