// Command cobra is a tool built with cobra whose runs are recorded with optin, and
// delivered over HTTP.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/adapters/cobra"
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
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(&cobra.Command{Use: "deploy", Run: func(*cobra.Command, []string) { fmt.Println("done") }})
	os.Exit(cobracmd.Main(context.Background(), tel, root))
}
