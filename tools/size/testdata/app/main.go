// Command app is a tool without a framework whose runs are recorded with optin, and
// delivered over HTTP.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/optin-go/optin/app"
	httpsink "github.com/optin-go/optin/sinks/http"
)

func main() {
	to, err := httpsink.New(httpsink.Config{Endpoint: "https://telemetry.example.org/v1/events"})
	if err != nil {
		fmt.Println(err)
	}
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.0.0", Exporter: to})
	if err != nil {
		fmt.Println(err)
	}
	ctx := context.Background()
	if len(os.Args) > 1 && os.Args[1] == "telemetry" {
		os.Exit(tel.Telemetry(ctx, os.Args[2:]))
	}
	err = tel.Run(ctx, "mytool", func(context.Context) error {
		fmt.Println("done")
		return nil
	})
	os.Exit(tel.ExitCode(err))
}
