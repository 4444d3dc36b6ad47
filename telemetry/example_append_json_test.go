package telemetry_test

import (
	"fmt"
	"time"

	"github.com/optin-go/optin/telemetry"
)

func ExampleEvent_AppendJSON() {
	e := telemetry.Event{
		Name:         "command.invoke",
		Tool:         "mytool",
		ToolVersion:  "1.4.0",
		MachineID:    "a759226c9913d48c",
		TimestampUTC: time.Date(2026, time.May, 8, 12, 34, 56, 0, time.UTC),
		Attrs:        telemetry.Attrs{telemetry.String("command", "deploy")},
	}
	line, err := e.AppendJSON(nil)
	fmt.Println(string(line), err)
	// Output: {"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"a759226c9913d48c","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"command":"deploy"}} <nil>
}
