package app

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// shown is the sink of a run whose user asked to see the events instead of having
// them stored and sent: each is a line, byte for byte as it would be sent. It keeps
// nothing.
type shown struct{ show func(line string) }

// Emit shows e.
func (s shown) Emit(_ context.Context, e telemetry.Event) error {
	line, err := e.AppendJSON(nil)
	if err != nil {
		return err
	}
	s.show(string(line))
	return nil
}

// Flush does nothing.
func (shown) Flush(context.Context) error { return nil }
