// Command main queues an event and delivers it.
package main

import (
	"context"
	"fmt"
	"os"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

type exporter struct{}

func (exporter) Export(_ context.Context, events []telemetry.Event) error {
	fmt.Println(events[0].Name)
	return nil
}

func main() {
	sink := spoolsink.New(os.Getenv("CONSUMER_DIR"), exporter{}, nil)
	fmt.Println(sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool"}))
	report, err := sink.Deliver(context.Background())
	fmt.Println(report.Delivered, err, sink.Close())
}
