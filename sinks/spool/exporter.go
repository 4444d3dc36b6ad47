package spoolsink

import (
	"context"

	"github.com/optin-go/optin/telemetry"
)

// export calls to.Export, and turns a panic into an error. It leaves out the
// panic's value, which may hold anything.
func export(ctx context.Context, to telemetry.Exporter, events []telemetry.Event) (err error) {
	defer func() {
		if recover() != nil {
			err = ioError("deliver", errPanicked)
		}
	}()
	return to.Export(ctx, events)
}
