package app

import (
	"strings"

	"github.com/optin-go/optin/telemetry"
)

// newTestSession returns the session of a test of the tool: as if the user had agreed,
// with nothing on this machine read or written.
func newTestSession(c recorderConfig, sink telemetry.Sink) *session {
	const digits = 64
	r := c.recorder(strings.Repeat("0", digits), sink)
	return &session{lazy: func() *telemetry.Recorder { return r }}
}
