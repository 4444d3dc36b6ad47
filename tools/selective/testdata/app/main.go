// Command main runs a command of a tool whose user has not decided.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/optin-go/optin/app"
)

func main() {
	dir, err := filepath.Abs(os.Getenv("CONSUMER_DIR"))
	if err != nil {
		fmt.Println(err)
		return
	}
	// In CI, nothing is recorded.
	os.Clearenv()
	_ = os.Setenv("HOME", dir)
	tel, err := app.New(app.Config{Tool: "mytool", ToolVersion: "1.0.0", ConsentPath: filepath.Join(dir, "consent.toml"), StateDir: filepath.Join(dir, "state")})
	if err != nil {
		fmt.Println(err)
		return
	}
	err = tel.Run(context.Background(), "mytool", func(context.Context) error { fmt.Println("the tool runs"); return nil })
	fmt.Println(err, tel.Telemetry(context.Background(), []string{"status", "--check"}))
}
