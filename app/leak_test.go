package app

import (
	"context"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/leaktest"
	"github.com/optin-go/optin/telemetry"
)

// slow is an Exporter that is still at work when the tool ends.
type slow struct{ exported }

func (*slow) Export(ctx context.Context, _ []telemetry.Event) error {
	<-ctx.Done()
	return ctx.Err()
}

// A run leaves no goroutine: not of a delivery in its budget, of one that takes longer,
// or of an event that is taken back.
func TestNoGoroutineIsLeftOfARun(t *testing.T) {
	leaktest.Check(t)
	for _, exporter := range []telemetry.Exporter{&exported{}, &slow{}} {
		a, miss := newTool(t, func(c *Config) { c.Exporter, c.ExitBudget = exporter, 20*time.Millisecond })
		record := func(context.Context) error {
			return miss.Record(context.Background(), a.Recorder(), telemetry.String("reason", "cold"))
		}
		if err := a.Run(context.Background(), "print", record); err != nil {
			t.Fatal(err)
		}
		if err := a.Run(context.Background(), "print", func(ctx context.Context) error {
			if err := record(ctx); err != nil {
				return err
			}
			if err := a.gate.refuse(); err != nil {
				return err
			}
			time.Sleep(2 * lookLasts)
			return record(ctx)
		}); err != nil {
			t.Fatal(err)
		}
	}
}
