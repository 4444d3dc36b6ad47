package app

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// shown is the sink for a user who asked to see the events instead of storing and
// sending them. Each event is a line, byte for byte as it would be sent.
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
