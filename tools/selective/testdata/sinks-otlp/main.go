// Command main records an event, and posts it to a server of its own.
package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { fmt.Println(r.Method, r.URL.Path) }))
	defer server.Close()
	sink, err := otlpsink.New(otlpsink.Config{Endpoint: server.URL})
	fmt.Println(err, sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool"}))
}
