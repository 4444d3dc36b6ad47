package telemetrycmd_test

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/telemetrycmd"
)

// The ten lines that a tool needs. Its user is off until they agree.
func Example() {
	root := &cobra.Command{Use: "mytool"}
	root.AddCommand(&cobra.Command{Use: "hello", Run: func(*cobra.Command, []string) { fmt.Println("Hello!") }})

	app, err := telemetrycmd.New(telemetrycmd.Config{Tool: "mytool", ToolVersion: "1.4.0"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err) // app is nil then, and off
	}
	root.AddCommand(app.Command())
	app.Instrument(root)

	root.SetArgs([]string{"hello"}) // a tool leaves this line out
	code := app.Main(context.Background(), root)
	fmt.Println("exit code", code) // os.Exit(code)
	// Output:
	// Hello!
	// exit code 0
}
