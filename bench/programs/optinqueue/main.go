// Command optinqueue records its run with optin's core, queues it, and posts what is
// queued before it ends.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	fmt.Println("deployed")
	exporter, err := httpsink.New(httpsink.Config{Endpoint: os.Getenv("ENDPOINT")})
	if err != nil {
		return
	}
	queue := spoolsink.New(filepath.Join(os.Getenv("HOME"), "queue"), exporter, nil)
	defer queue.Close()
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Policy: telemetry.Enabled, Salt: "mytool.telemetry.v1",
		MachineID: func(string) string { return "a759226c9913d48c2e2c30a58b8a1deb70d2762377536395ad1d358219ffffe1" },
		Sink:      queue,
	})
	if err != nil {
		return
	}
	_ = rec.Record(context.Background(), "command.invoke", telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"), telemetry.String("took", "<1s"))
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	_ = queue.Flush(ctx)
}
