// Command main runs a command of a tool whose user has not decided.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/telemetrycmd"
	"github.com/spf13/cobra"
)

func main() {
	dir := os.Getenv("CONSUMER_DIR")
	app, err := telemetrycmd.New(telemetrycmd.Config{Tool: "mytool", ToolVersion: "1.0.0", ConsentPath: filepath.Join(dir, "consent.toml"), StateDir: dir})
	root := &cobra.Command{Use: "mytool", Run: func(*cobra.Command, []string) { fmt.Println("the tool runs") }}
	root.SetArgs([]string{})
	root.AddCommand(app.Command())
	app.Instrument(root)
	fmt.Println(err, app.Main(context.Background(), root))
}
