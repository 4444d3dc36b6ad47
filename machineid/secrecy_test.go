package machineid

import (
	"strings"
	"testing"
)

// A process that prints all this package exports, and then crashes with the
// stacks of all its goroutines, does not show the machine's ID.
func TestRawIDIsInNoOutput(t *testing.T) {
	for _, tt := range []struct{ role, id string }{
		{"planted", planted},
		{"real", host().id},
	} {
		t.Run(tt.role, func(t *testing.T) {
			out, err := child(t, tt.role)
			if err == nil {
				t.Error("the child did not crash")
			}
			if !strings.Contains(out, "goroutine ") {
				t.Errorf("no stacks in:\n%s", out)
			}
			// Where the machine has no ID the child has a random one of its own.
			if want := derive("salt", tt.id); !strings.Contains(out, want) && (tt.role == "planted" || Stable()) {
				t.Errorf("%s is not in:\n%s", want, out)
			}
			out = strings.ToLower(out)
			for _, form := range []string{tt.id, strings.ReplaceAll(tt.id, "-", "")} {
				if strings.Contains(out, strings.ToLower(form)) {
					t.Error("the output holds the machine's ID")
				}
			}
		})
	}
}
