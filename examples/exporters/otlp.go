package main

import (
	"context"
	"io"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
)

// overOTLP posts events as log records, which every OpenTelemetry Collector takes.
func overOTLP(ctx context.Context, stdout io.Writer) error {
	server := newReceiver(stdout)
	defer server.Close()

	sink, err := otlpsink.New(otlpsink.Config{
		Endpoint:      server.URL, // /v1/logs is appended
		ResourceAttrs: map[string]string{"deployment.environment.name": "example"},
	})
	if err != nil {
		return err
	}
	return record(ctx, sink)
}
