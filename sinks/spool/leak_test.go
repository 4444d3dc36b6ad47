package spoolsink_test

import (
	"context"
	"testing"
	"time"

	"github.com/optin-go/optin/internal/leaktest"
	"github.com/optin-go/optin/telemetry"
)

// Neither a delivery that is given up nor one that succeeds leaves a goroutine.
func TestNoGoroutineIsLeftAfterClose(t *testing.T) {
	leaktest.Check(t)
	to := &receiver{answer: func(ctx context.Context, _ []telemetry.Event) error {
		<-ctx.Done()
		return ctx.Err()
	}}
	s, dir := open(t, to, nil)
	emit(t, s, "one", "two")
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	_ = s.Flush(ctx)
	check(t, s.Close())
	deliver(t, reopen(t, dir, &receiver{}, nil))
}
