package telemetrycmd_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/telemetrycmd"
)

// A command that ends the process itself calls Finish before: nothing that follows
// os.Exit is run.
func ExampleApp_Finish() {
	app, _ := telemetrycmd.New(telemetrycmd.Config{Tool: "mytool", ToolVersion: "1.4.0"})
	exit := func(code int) { fmt.Println("exit code", code) } // os.Exit in a tool
	root := &cobra.Command{Use: "mytool", Run: func(*cobra.Command, []string) {
		app.Finish(errors.New("there is nothing to do"))
		exit(4)
	}}
	app.Instrument(root)
	root.SetArgs([]string{})
	app.Main(context.Background(), root)
	// Output: exit code 4
}
