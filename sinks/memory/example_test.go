package memorysink_test

import (
	"context"
	"fmt"

	memorysink "github.com/optin-go/optin/sinks/memory"
	"github.com/optin-go/optin/telemetry"
)

// A tool tests what it records.
func Example() {
	var sink memorysink.Sink
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      telemetry.Enabled,
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "a machine" },
		Sink:        &sink,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = rec.Record(context.Background(), "command.invoke", telemetry.String("command", "deploy"))

	for _, e := range sink.Snapshot() {
		command, _ := e.Attrs.Get("command")
		fmt.Println(e.Name, command)
	}
	// Output: command.invoke deploy
}
