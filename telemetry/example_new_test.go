package telemetry_test

import (
	"context"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	show := telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		fmt.Println(e.Name, e.Tool, e.ToolVersion, e.Attrs)
		return nil
	})
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      telemetry.Enabled, // usually what consent.Resolver says
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "usually machineid.Derive" },
		Sink:        show,
	})
	if err != nil {
		fmt.Println(err) // rec is nil, which is a disabled Recorder
	}
	_ = rec.Record(context.Background(), "command.invoke",
		telemetry.String("outcome", "ok"), telemetry.String("command", "deploy"))
	// Output: command.invoke mytool 1.4.0 [{command deploy} {outcome ok}]
}
