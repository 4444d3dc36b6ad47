package telemetrycmd

import (
	"context"
	"time"

	"github.com/optin-go/optin/telemetry"
)

// boundary is the sink that a withdrawal stops: a command can run for hours, and
// another process can run "disable" or "reset" meanwhile.
//
// It looks at the decision before it writes, and once more afterwards. Whoever
// withdraws stores that first and removes the queue then: so either the removal
// happens after this event, or the withdrawal is seen here. If neither does,
// because the process is killed, the event stays where no later yes looks.
type boundary struct {
	next      telemetry.Sink
	app       *App
	recording *recording
}

// Emit hands e on while the decision stands by which the run began. Without it, it
// does what a Recorder does that is off: nothing.
func (b *boundary) Emit(ctx context.Context, e telemetry.Event) error {
	if !b.app.gate().sameConsent(b.recording.gate) {
		return nil
	}
	err := b.next.Emit(ctx, e)
	if b.app.gate().withdrew(b.recording.gate) {
		b.purge()
	}
	return err
}

// Flush flushes the sinks behind.
func (b *boundary) Flush(ctx context.Context) error { return b.next.Flush(ctx) }

// purge removes the run's queue. That is done at once; then it would wait for a
// request that is under way, for which nobody waits here. A queue of a later yes
// is not touched.
func (b *boundary) purge() {
	const patience = time.Second
	if d := b.recording.delivery.Load(); d != nil {
		d.cancel()
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = purgeQueue(b.app.paths.queues.of(b.recording.gate.Consent)) // whoever withdrew did the same, and was told if it failed
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}
