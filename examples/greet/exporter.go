package main

import (
	"fmt"
	"os"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// endpoint is the URL that greet delivers to. It is for its author to say, when
// the program is built:
//
//	go build -ldflags "-X main.endpoint=https://telemetry.example.org/v1/events" ./examples/greet
//
// Without one, events stay on this machine.
var endpoint string

// exporter returns what delivers events to the endpoint, or nil.
func exporter() telemetry.Exporter {
	if endpoint == "" {
		return nil
	}
	to, err := httpsink.New(httpsink.Config{Endpoint: endpoint, UserAgent: "greet/" + version})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return nil
	}
	return to
}
