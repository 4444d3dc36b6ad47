package app

import (
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// newTestSession returns the session for a test of the tool. It records as if the user
// had granted consent, and touches nothing on this machine.
func newTestSession(c recorderConfig, sink telemetry.Sink) *session {
	const digits = 64
	r := c.recorder(strings.Repeat("0", digits), sink)
	return &session{lazy: func() *telemetry.Recorder { return r }}
}
