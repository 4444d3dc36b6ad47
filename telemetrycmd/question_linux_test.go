package telemetrycmd

import (
	"strings"
	"testing"

	"github.com/optin-go/optin/consent"
)

// A tool that asks in its own words is asked to at the same time, and its answer
// is saved and confirmed as that to the usual question.
func TestOwnWords(t *testing.T) {
	for answer, want := range map[string]struct {
		state consent.State
		says  string
	}{
		"sure":  {consent.Enabled, saysOn},
		"never": {consent.Disabled, saysOff},
		"hm":    {consent.Unset, ""},
		"panic": {consent.Unset, ""},
	} {
		t.Run(answer, func(t *testing.T) {
			p := sit(t, t.TempDir())
			question := p.isAsked("env OWN_WORDS=1 mytool hello")
			p.types(answer + "\n")
			shown := p.ends(0)
			if !strings.Contains(question, "May mytool learn from you?") || strings.Contains(question, "Nothing has been sent") {
				t.Errorf("it asked %q", question)
			}
			if !strings.HasSuffix(shown, answer+"\n"+want.says) {
				t.Errorf("it said %q, want %q", shown, want.says)
			}
			p.decided(want.state, 1)
		})
	}
}
