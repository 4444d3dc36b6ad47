package sinktest_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func ExampleFailOn() {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.0.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "a machine" },
		Sink:        sinktest.FailOn(1, telemetry.NoopSink{}),
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = rec.Record(context.Background(), "command.invoke")
	fmt.Println(errors.Is(err, sinktest.ErrInjected))
	// Output: true
}
