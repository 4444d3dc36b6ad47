package main

import (
	"context"
	"fmt"
	"io"

	httpsink "github.com/optin-go/optin/sinks/http"
	memorysink "github.com/optin-go/optin/sinks/memory"
	"github.com/optin-go/optin/telemetry"
)

// teed hands each event to two sinks. One that fails does not keep it from the
// other.
func teed(ctx context.Context, stdout io.Writer) error {
	server := newReceiver(stdout)
	defer server.Close()

	remote, err := httpsink.New(httpsink.Config{Endpoint: server.URL + "/v1/events"})
	if err != nil {
		return err
	}
	local := memorysink.New()
	if err := record(ctx, telemetry.Tee(local, remote)); err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%d event in memory\n", len(local.Snapshot()))
	return err
}
