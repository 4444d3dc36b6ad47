// Command optinfile records its run to a file with optin's core and file sink.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	fmt.Println("deployed")
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "mytool.telemetry.v1",
		MachineID: func(string) string { return "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1" },
		Sink:      filesink.New(filepath.Join(os.Getenv("HOME"), "log.jsonl"), nil),
	})
	if err != nil {
		return
	}
	_ = rec.Record(context.Background(), "command.invoke", telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"), telemetry.String("took", "<1s"))
}
