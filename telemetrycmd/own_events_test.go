package telemetrycmd

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The tool's own events are recorded if they are declared. What is not declared is
// refused with an error, which the tool may look at. Off, nothing is an error.
func TestOwnEvents(t *testing.T) {
	s := newSite(t)
	refused := func() string {
		t.Helper()
		s.must("own")
		text, err := os.ReadFile(filepath.Join(s.home, "refused"))
		if err != nil {
			t.Fatal(err)
		}
		return strings.Join(strings.Fields(string(text)), " ")
	}
	equal(t, "refused while off", refused(), "false false false false")
	s.must("telemetry", "enable")
	equal(t, "refused while on", refused(), "false true true true")
	events := s.events()
	if len(events) != 2 || events[0].Name != "page.shown" || events[1].Name != InvokeEvent {
		t.Fatalf("recorded: %v", events)
	}
	page, _ := events[0].Attrs.Get("page")
	equal(t, "page", page, "first")
}

// Consent is to a notice: a tool that records more is off until it is agreed to.
func TestConsentIsBoundToTheNotice(t *testing.T) {
	s := newSite(t)
	s.must("telemetry", "enable")
	s.must("deploy")
	equal(t, "recorded", s.summary(), "deploy: ok\n")
	wider := s.with("WIDER=1")
	wider.must("deploy")
	equal(t, "recorded by the wider one", s.summary(), "deploy: ok\n")
	contains(t, "status", wider.must("telemetry").stdout, "Telemetry      off", "changed")
	s.must("deploy")
	equal(t, "recorded by the narrower one", s.summary(), "deploy: ok\ndeploy: ok\n")
	wider.must("telemetry", "enable")
	wider.must("remote", "add")
	s.must("deploy")
	equal(t, "recorded after agreeing to more", s.summary(), "deploy: ok\ndeploy: ok\nremote add: ok\n")
}
