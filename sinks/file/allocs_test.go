//go:build unix && !race

package filesink_test

import (
	"context"
	"errors"
	"testing"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

// The race detector makes a sync.Pool forget things, so this is for builds
// without it.
func TestEmitAllocatesNothing(t *testing.T) {
	sink := filesink.New(tempFile(t), nil)
	defer sink.Close()
	e := recorded(t, "command.invoke", telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"))
	var err error
	allocated := testing.AllocsPerRun(100, func() { err = errors.Join(err, sink.Emit(context.Background(), e)) })
	if err != nil || allocated >= 1 {
		t.Errorf("Emit allocates %v times (error %v), want 0", allocated, err)
	}
}
