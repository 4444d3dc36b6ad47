package posthogsink_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	posthogsink "github.com/optin-go/optin/sinks/posthog"
	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	posthog := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL.Path)
		_, _ = io.WriteString(w, `{"results":{}}`)
	}))
	defer posthog.Close()

	sink, err := posthogsink.New(posthogsink.Config{
		Endpoint: posthog.URL, // in a tool: https://eu.i.posthog.com
		APIKey:   "phc_example",
	})
	if err != nil {
		fmt.Println(err) // names the field, never its value
		return
	}
	fmt.Println(sink.Export(context.Background(), []telemetry.Event{{
		Name: "command.invoke", Tool: "mytool", MachineID: "3f9a1c", TimestampUTC: time.Now(),
	}}))
	// Output:
	// POST /i/v1/analytics/events
	// <nil>
}
