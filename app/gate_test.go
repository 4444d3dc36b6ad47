package app

import "testing"

// Each run of a tool asks the gate. Without a yes it makes no notice, which costs more
// than the rest.
func TestWithoutAYesNoNoticeIsMade(t *testing.T) {
	a, _ := newTool(t)
	for state, decide := range map[string]func() error{"undecided": a.gate.forget, "refused": a.gate.refuse} {
		if err := decide(); err != nil {
			t.Fatal(err)
		}
		a.gate.agreed = ""
		if v := a.gate.now(); v.on() || a.gate.agreed != "" {
			t.Errorf("%s: on %v, notice %q", state, v.on(), a.gate.agreed)
		}
	}
}
