// Command appbyhand does by hand what command app leaves to optin.
package main

import (
	"context"
	"fmt"
	"os"

	"github.com/optin-go/optin/tools/size/testdata/handmade"
)

func main() {
	ctx := context.Background()
	if len(os.Args) > 1 && os.Args[1] == "telemetry" {
		os.Exit(handmade.Telemetry(ctx, os.Args[2:]))
	}
	fmt.Println("done")
	handmade.Record(ctx, "mytool")
}
