// Command main records an event in memory.
package main

import (
	"context"
	"fmt"

	memorysink "github.com/optin-go/optin/sinks/memory"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	var sink memorysink.Sink
	err := sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool"})
	fmt.Println(err, len(sink.Snapshot()))
}
