package filesink_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func ExampleNew() {
	dir, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	path := filepath.Join(dir, "state", "events.jsonl")

	sink := filesink.New(path, nil)
	defer sink.Close()
	rec, err := telemetry.New(telemetry.Config{
		Tool:        "mytool",
		ToolVersion: "1.4.0",
		Policy:      telemetry.Enabled, // the user's decision
		Salt:        "mytool.telemetry.v1",
		MachineID:   func(string) string { return "0123abcd" }, // machineid.Derive
		Sink:        sink,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	ctx := context.Background()
	_ = rec.Record(ctx, "command.invoke", telemetry.String("command", "deploy"))
	_ = rec.Record(ctx, "command.invoke", telemetry.String("command", "status"))

	data, err := os.ReadFile(path)
	if err != nil {
		fmt.Println(err)
		return
	}
	for line := range strings.Lines(string(data)) {
		var e telemetry.Event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			continue // what a killed process left
		}
		command, _ := e.Attrs.Get("command")
		fmt.Println(e.Name, command)
	}
	// Output:
	// command.invoke deploy
	// command.invoke status
}
