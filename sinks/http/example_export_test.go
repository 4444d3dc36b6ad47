package httpsink_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

// A queue asks an error what to do with the events.
func ExampleSink_Export() {
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer receiver.Close()

	sink, err := httpsink.New(httpsink.Config{Endpoint: receiver.URL})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = sink.Export(context.Background(), []telemetry.Event{{Name: "command.invoke", Tool: "mytool"}})

	var wait interface{ RetryAfter() time.Duration }
	switch {
	case err == nil:
		fmt.Println("delivered")
	case errors.Is(err, telemetry.ErrRejected):
		fmt.Println("drop them")
	case errors.As(err, &wait):
		fmt.Println("keep them, and wait for", wait.RetryAfter())
	default:
		fmt.Println("keep them")
	}
	// Output: keep them, and wait for 2m0s
}
