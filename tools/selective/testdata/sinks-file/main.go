// Command main records an event into a file.
package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	filesink "github.com/optin-go/optin/sinks/file"
	"github.com/optin-go/optin/telemetry"
)

func main() {
	path := filepath.Join(os.Getenv("CONSUMER_DIR"), "events.jsonl")
	sink := filesink.New(path, nil)
	err := sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool"})
	text, readErr := os.ReadFile(path)
	fmt.Println(err, sink.Close(), readErr, strings.Count(string(text), "\n"))
}
