package catalog_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleCatalog_Check() {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.0.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "a machine" },
		Sink:        telemetry.NoopSink{},
		Vocabulary:  cat,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(Invoke.Record(context.Background(), rec, Outcome.Of("ok")))

	err = Invoke.Record(context.Background(), rec, Outcome.Of("exploded"))
	fmt.Println(errors.Is(err, telemetry.ErrRejected))
	fmt.Println(err)
	// Output:
	// <nil>
	// true
	// catalog: rejected: event command.invoke: attribute outcome: value "exploded" is not declared; declared are ok, error, cancelled
}
