package segmentsink_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	segmentsink "github.com/optin-go/optin/sinks/segment"
	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	segment := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		fmt.Println(r.Method, r.URL.Path)
		w.WriteHeader(http.StatusOK)
	}))
	defer segment.Close()

	sink, err := segmentsink.New(segmentsink.Config{
		Endpoint: segment.URL, // in a tool: https://api.segment.io
		WriteKey: "example",
	})
	if err != nil {
		fmt.Println(err) // names the field, never its value
		return
	}
	fmt.Println(sink.Export(context.Background(), []telemetry.Event{{
		Name: "command.invoke", Tool: "mytool", MachineID: "3f9a1c", TimestampUTC: time.Now(),
	}}))
	// Output:
	// POST /v1/batch
	// <nil>
}
