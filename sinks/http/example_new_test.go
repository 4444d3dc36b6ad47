package httpsink_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"time"

	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		fmt.Println(r.Header.Get("Authorization"))
		fmt.Println(string(body))
	}))
	defer receiver.Close()

	sink, err := httpsink.New(httpsink.Config{
		Endpoint:    receiver.URL, // https, but for this machine itself
		BearerToken: "a-token",
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = sink.Emit(context.Background(), telemetry.Event{
		Name:         "command.invoke",
		Tool:         "mytool",
		ToolVersion:  "1.4.0",
		MachineID:    "a-machine",
		TimestampUTC: time.Date(2026, 5, 8, 12, 34, 56, 0, time.UTC),
		ErrMsg:       "no such target",
	})
	fmt.Println(err)
	// Output:
	// Bearer a-token
	// {"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"a-machine","timestamp_utc":"2026-05-08T12:34:56Z","err_msg":"no such target","attrs":{},"severity":"ERROR"}
	// <nil>
}
