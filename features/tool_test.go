package features

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/adapters/cobra"
	"github.com/optin-go/optin/app"
	"github.com/optin-go/optin/catalog"
	httpsink "github.com/optin-go/optin/sinks/http"
	"github.com/spf13/cobra"
)

// The variables that make this test binary, started again, the tool of a scenario.
const (
	toolVariable     = "FEATURES_TOOL_HOME"     // the directory of its files
	endpointVariable = "FEATURES_TOOL_ENDPOINT" // its author's server; "" for none
	widerVariable    = "FEATURES_TOOL_WIDER"    // set in a version that collects more
)

// toolFailed is the exit code of a tool that is wrongly made, which no command of
// telemetry has.
const toolFailed = 70

// runTool is mytool's main: it returns its exit code, and whether this process is
// one.
func runTool() (code int, ok bool) {
	home, ok := os.LookupEnv(toolVariable)
	if !ok {
		return 0, false
	}
	declared := catalog.New("mytool", purpose)
	if os.Getenv(widerVariable) != "" {
		declared.Event("file.opened", "a file was opened")
	}
	cfg := app.Config{
		Tool: "mytool", ToolVersion: "1.4.0", Catalog: declared,
		ConsentPath: filepath.Join(home, "config", "mytool", "consent.toml"),
		StateDir:    filepath.Join(home, "state", "mytool", "telemetry"),
	}
	if endpoint := os.Getenv(endpointVariable); endpoint != "" {
		to, err := httpsink.New(httpsink.Config{Endpoint: endpoint})
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return toolFailed, true
		}
		cfg.Exporter = to
	}
	tel, err := app.New(cfg)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return toolFailed, true
	}
	root := &cobra.Command{Use: "mytool", SilenceUsage: true}
	root.AddCommand(&cobra.Command{Use: "deploy TARGET", Args: cobra.ExactArgs(1), Run: func(*cobra.Command, []string) { fmt.Println("deployed") }})
	return cobracmd.Main(context.Background(), tel, root), true
}
