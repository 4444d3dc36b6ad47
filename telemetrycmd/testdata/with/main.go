// Command with is the tool of testdata/bare with telemetry.
package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetrycmd"
)

type poster string

func (p poster) Export(ctx context.Context, events []telemetry.Event) error {
	var body []byte
	for _, e := range events {
		body, _ = e.AppendJSON(body)
		body = append(body, '\n')
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, string(p), bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	return resp.Body.Close()
}

func main() {
	root := &cobra.Command{Use: "mytool", SilenceUsage: true}
	root.AddCommand(&cobra.Command{Use: "hello", Run: func(*cobra.Command, []string) { fmt.Println("Hello!") }},
		&cobra.Command{Use: "fetch URL", Args: cobra.ExactArgs(1), RunE: func(_ *cobra.Command, args []string) error {
			resp, err := http.Get(args[0])
			if err != nil {
				return err
			}
			return resp.Body.Close()
		}})
	app, err := telemetrycmd.New(telemetrycmd.Config{Tool: "mytool", ToolVersion: "1.4.0", Exporter: poster(os.Getenv("ENDPOINT"))})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	root.AddCommand(app.Command())
	app.Instrument(root)
	os.Exit(app.Main(context.Background(), root))
}
