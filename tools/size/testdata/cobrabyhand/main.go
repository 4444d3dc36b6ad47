// Command cobrabyhand does by hand what command cobra leaves to optin.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/tools/size/testdata/handmade"
)

func main() {
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(
		&cobra.Command{Use: "deploy", Run: func(cmd *cobra.Command, _ []string) {
			fmt.Println("done")
			handmade.Record(cmd.Context(), "deploy")
		}},
		&cobra.Command{Use: "telemetry", Run: func(cmd *cobra.Command, args []string) { os.Exit(handmade.Telemetry(cmd.Context(), args)) }},
	)
	if root.ExecuteContext(context.Background()) != nil {
		os.Exit(1)
	}
}
