package spoolsink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// Consent is asked for before each request, so that a refusal counts at once.
func ExampleOptions_allowed() {
	state, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(state)

	consented := false // usually consent.Resolver's Resolve
	sink := spoolsink.New(filepath.Join(state, "spool"), printer{}, &spoolsink.Options{
		Allowed: func() bool { return consented },
	})
	defer sink.Close()
	_ = sink.Emit(context.Background(), telemetry.Event{
		Name: "command.invoke", Tool: "mytool", Attrs: telemetry.Attrs{{Key: "command", Value: "status"}},
	})

	report, _ := sink.Deliver(context.Background())
	fmt.Println("not allowed:", report.NotAllowed)
	consented = true
	_ = sink.Flush(context.Background())
	// Output:
	// not allowed: true
	// sent command.invoke status
}
