// Command exporters shows the ways out of a tool: each of its commands records one
// event, and prints what arrived at the other end.
//
//	go run ./examples/exporters http    # JSON over HTTP
//	go run ./examples/exporters otlp    # OpenTelemetry's protocol
//	go run ./examples/exporters tee     # two sinks at once
//	go run ./examples/exporters custom  # a sink of one's own
//
// The other end is a server in the same process. A real tool puts a queue in
// front of it, which greet shows, beside this command.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/optin-go/optin/telemetry"
)

const usage = "usage: exporters http|otlp|tee|custom"

func main() {
	code := 0
	if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		code = 1
	}
	os.Exit(code)
}

func run(ctx context.Context, args []string, stdout io.Writer) error {
	ways := map[string]func(context.Context, io.Writer) error{
		"http": overHTTP, "otlp": overOTLP, "tee": teed, "custom": custom,
	}
	if len(args) != 1 || ways[args[0]] == nil {
		return errors.New(usage)
	}
	return ways[args[0]](ctx, stdout)
}

// record records one event into sink. It says yes in the place of a user: a real
// tool takes the policy from consent, or leaves all of this to package app.
func record(ctx context.Context, sink telemetry.Sink) error {
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "exporters",
		ToolVersion: "0.1.0",
		Policy:      telemetry.Enabled,
		Salt:        "exporters.telemetry.v1",
		MachineID:   func(string) string { return "example-machine" },
		Sink:        sink,
	})
	if err != nil {
		return err
	}
	return rec.Record(ctx, "command.invoke", telemetry.String("command", "deploy"), telemetry.String("outcome", "ok"))
}
