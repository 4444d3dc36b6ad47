package telemetry_test

import (
	"context"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

// A Recorder that nobody made is off; no call needs a condition around it.
func ExampleRecorder_off() {
	var rec *telemetry.Recorder
	err := rec.Record(context.Background(), "command.invoke")
	fmt.Println(rec.Policy(), err)
	// Output: disabled <nil>
}
