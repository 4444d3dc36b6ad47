// Command optin records its run with optin's runtime, which queues it and delivers it
// in a second process.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/optin-go/optin/app"
	httpsink "github.com/optin-go/optin/sinks/http"
)

func main() {
	exporter, err := httpsink.New(httpsink.Config{Endpoint: os.Getenv("ENDPOINT")})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.4.0", Exporter: exporter})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if len(os.Args) > 2 && os.Args[1] == "telemetry" {
		os.Exit(tel.Telemetry(context.Background(), os.Args[2:]))
	}
	_ = tel.Run(context.Background(), "deploy", func(context.Context) error {
		fmt.Println("deployed")
		return nil
	})
}
