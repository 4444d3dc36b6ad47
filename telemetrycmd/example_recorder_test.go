package telemetrycmd_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetrycmd"
)

// A tool records events of its own by what its catalogue declares. While its user
// has not agreed, nothing is recorded, and nothing is an error.
func ExampleApp_Recorder() {
	home, err := os.MkdirTemp("", "home")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(home)

	cat := catalog.New("mytool", "Which formats are used, to decide which to keep.")
	format := cat.Enum("format", "the format of the output", "text", "table")
	printed := cat.Event("report.printed", "a report was printed", format)
	app, err := telemetrycmd.New(telemetrycmd.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: cat,
		ConsentPath: filepath.Join(home, "consent.toml"), StateDir: filepath.Join(home, "state"),
	})
	if err != nil {
		panic(err)
	}
	root := &cobra.Command{Use: "mytool", Run: func(*cobra.Command, []string) {
		err := app.Recorder().Record(context.Background(), printed.Name(), format.Of("table"))
		fmt.Println("recorded, or off:", err)
	}}
	app.Instrument(root)
	root.SetArgs([]string{})
	app.Main(context.Background(), root)
	// Output: recorded, or off: <nil>
}
