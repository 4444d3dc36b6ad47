package spoolsink_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	spoolsink "github.com/optin-go/optin/sinks/spool"
	"github.com/optin-go/optin/telemetry"
)

// A command that turns telemetry off removes what is still queued.
func ExamplePurge() {
	state, err := os.MkdirTemp("", "mytool")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(state)
	dir := filepath.Join(state, "spool")

	sink := spoolsink.New(dir, printer{}, nil)
	defer sink.Close()
	_ = sink.Emit(context.Background(), telemetry.Event{Name: "command.invoke", Tool: "mytool"})
	before, _ := sink.Stats()
	err = spoolsink.Purge(dir)
	after, _ := sink.Stats()
	fmt.Println(before.Pending, after.Pending, err)
	// Output: 1 0 <nil>
}
