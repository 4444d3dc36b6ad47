package app

import (
	"strings"
	"testing"
)

// A yes lasts as long as no more is collected and nobody else receives it.
func TestYesCoversWhatIsNotMore(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	state := func(m *machine) string { return strings.Fields(m.must("telemetry"))[1] }

	m := newMachine(t).sendingTo(r)
	m.with("TOOL_WIDER=1").enable()
	if got := state(m); got != "on" {
		t.Errorf("for less than was agreed it is %s", got)
	}
	if got := state(m.with("TOOL_ENDPOINT=")); got != "on" {
		t.Errorf("for what stays here it is %s", got)
	}
	if got := state(m.with("TOOL_RECIPIENT=elsewhere.example.com")); got != "off" {
		t.Errorf("for another recipient it is %s", got)
	}

	m = newMachine(t).sendingTo(r).enable()
	if got := state(m.with("TOOL_WIDER=1")); got != "off" {
		t.Errorf("for more than was agreed it is %s", got)
	}
	m = newMachine(t).enable() // events stay here
	if got := state(m.sendingTo(r)); got != "off" {
		t.Errorf("for events that are sent it is %s", got)
	}
}

// Of two installed versions, the yes to one does not take that to the other away.
func TestTwoVersionsDoNotTurnEachOtherOff(t *testing.T) {
	t.Parallel()
	r := newReceiver(t)
	old := newMachine(t).sendingTo(r)
	next := old.with("TOOL_OTHER=1", "TOOL_WIDER=1")
	old.enable()
	next.enable()
	for name, m := range map[string]*machine{"the old one": old, "the new one": next} {
		if text := m.must("telemetry"); !strings.Contains(text, "Telemetry      on") {
			t.Errorf("%s: status says\n%s", name, text)
		}
	}
}
