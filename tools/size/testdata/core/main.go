// Command core records one event as a tool does: identity, redaction, a file.
package main

import (
	"context"
	"fmt"

	"github.com/optin-go/optin/machineid"
	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "core",
		ToolVersion: "1.0.0",
		Policy:      telemetry.Enabled,
		Salt:        "core.telemetry.v1",
		MachineID:   machineid.Derive,
		Sink:        filesink.New("events.jsonl", nil),
	})
	if err != nil {
		fmt.Println(err)
	}
	if err := rec.Record(context.Background(), "command.invoke", telemetry.String("outcome", "ok")); err != nil {
		fmt.Println(err)
	}
}
