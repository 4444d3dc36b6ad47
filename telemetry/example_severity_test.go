package telemetry_test

import (
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleEvent_Severity() {
	fmt.Println(telemetry.Event{Name: "command.invoke"}.Severity())
	fmt.Println(telemetry.Event{Name: "command.invoke", ErrMsg: "no such target"}.Severity())
	// Output:
	// INFO
	// ERROR
}
