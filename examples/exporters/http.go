package main

import (
	"context"
	"io"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// overHTTP posts events as JSON, with a token that is never printed.
func overHTTP(ctx context.Context, stdout io.Writer) error {
	server := newReceiver(stdout)
	defer server.Close()

	sink, err := httpsink.New(httpsink.Config{
		Endpoint:    server.URL + "/v1/events",
		BearerToken: telemetry.Secret("a-token-of-the-author"),
	})
	if err != nil {
		return err
	}
	return record(ctx, sink)
}
