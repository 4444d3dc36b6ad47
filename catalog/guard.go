package catalog

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// Guard returns a sink in front of next.
func (c *Catalog) Guard(next telemetry.Sink) telemetry.Sink {
	if next == nil {
		next = telemetry.NoopSink{}
	}
	return &guard{next: next}
}

type guard struct{ next telemetry.Sink }

func (g *guard) Emit(context.Context, telemetry.Event) error {
	return &telemetry.Error{Kind: telemetry.ErrRejected, Op: "catalog: guard"}
}

func (g *guard) Flush(ctx context.Context) error { return g.next.Flush(ctx) }
