package spoolsink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// printer stands for a sink that sends over the network, such as httpsink's.
type printer struct{}

func (printer) Export(_ context.Context, events []telemetry.Event) error {
	for _, e := range events {
		command, _ := e.Attrs.Get("command")
		fmt.Println("sent", e.Name, command)
	}
	return nil
}

// A command queues what it does, and the next one delivers it.
func Example() {
	state, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(state)
	dir := filepath.Join(state, "spool")

	first := spoolsink.New(dir, printer{}, nil)
	rec, err := telemetry.New(telemetry.Config{
		Tool: "mytool", ToolVersion: "1.4.0",
		Policy:    telemetry.Enabled,
		Salt:      "mytool.telemetry.v1",
		MachineID: func(string) string { return "a machine" },
		Sink:      first,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	_ = rec.Record(context.Background(), "command.invoke", telemetry.String("command", "deploy"))
	_ = first.Close()

	next := spoolsink.New(dir, printer{}, nil)
	report, err := next.Deliver(context.Background())
	fmt.Println(report.Delivered, "delivered,", err)
	_ = next.Close()
	// Output:
	// sent command.invoke deploy
	// 1 delivered, <nil>
}
