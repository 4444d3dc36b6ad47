// Command bare is the tool of testdata/with without telemetry.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/spf13/cobra"
)

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
	if err := root.ExecuteContext(context.Background()); err != nil {
		os.Exit(1)
	}
}
