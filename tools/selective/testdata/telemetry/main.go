// Command main records an event and prints it.
package main

import (
	"context"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func main() {
	show := telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
		fmt.Println(e.Name, e.Tool, e.Attrs)
		return nil
	})
	rec, err := telemetry.New(telemetry.Config{Tool: "mytool", ToolVersion: "1.0.0", Policy: telemetry.Enabled, Salt: "mytool.telemetry.v1", Sink: show})
	fmt.Println(err, rec.Record(context.Background(), "command.invoke", telemetry.String("command", "deploy")))
}
