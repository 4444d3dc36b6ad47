package otlpsink_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL.Path, r.Header.Get("Content-Type"))
	}))
	defer receiver.Close()

	sink, err := otlpsink.New(otlpsink.Config{
		Endpoint:      receiver.URL, // https, but for this machine itself
		Headers:       map[string]telemetry.Secret{"X-Api-Key": "a-key"},
		ResourceAttrs: map[string]string{"deployment.environment.name": "production"},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool", ToolVersion: "1.4.0"}))
	// Output:
	// POST /v1/logs application/x-protobuf
	// <nil>
}
