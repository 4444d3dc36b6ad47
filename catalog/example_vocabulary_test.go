package catalog_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleCatalog_Guard() {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.0.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "a machine" },
		Sink:        cat.Guard(telemetry.NoopSink{}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(rec.Record(context.Background(), Invoke.Name(), Outcome.Is("ok")))

	err = rec.Record(context.Background(), Invoke.Name(), Outcome.Is("exploded"))
	fmt.Println(errors.Is(err, telemetry.ErrRejected))
	fmt.Println(err)
	// Output:
	// <nil>
	// true
	// catalog: guard: rejected: event command.invoke: attribute outcome: value "exploded" is not declared; declared are ok, error, cancelled
}
