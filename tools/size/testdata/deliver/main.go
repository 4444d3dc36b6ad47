// Command deliver records one event as a tool does that sends them: identity,
// redaction, a queue, and delivery over HTTP.
package main

import (
	"context"
	"fmt"
	"time"

	"github.com/optin-go/optin/machineid"
	httpsink "github.com/optin-go/optin/sinks/http"
	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	if err := record("https://telemetry.example.org/v1/events"); err != nil {
		fmt.Println(err)
	}
}

func record(url string) error {
	to, err := httpsink.New(httpsink.Config{Endpoint: url})
	if err != nil {
		return err
	}
	queue := spoolsink.New("spool", to, nil)
	defer queue.Close()
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "deliver",
		ToolVersion: "1.0.0",
		Policy:      telemetry.Enabled,
		Salt:        "deliver.telemetry.v1",
		MachineID:   machineid.Derive,
		Sink:        queue,
	})
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	if err := rec.Record(ctx, "command.invoke", telemetry.String("outcome", "ok")); err != nil {
		return err
	}
	return rec.Flush(ctx)
}
