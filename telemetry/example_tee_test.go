package telemetry_test

import (
	"context"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleTee() {
	named := func(name string) telemetry.Sink {
		return telemetry.SinkFunc(func(_ context.Context, e telemetry.Event) error {
			fmt.Println(name, "got", e.Name)
			return nil
		})
	}
	both := telemetry.Tee(named("the file"), named("the spool"))
	_ = both.Emit(context.Background(), telemetry.Event{Name: "command.invoke"})
	// Output:
	// the file got command.invoke
	// the spool got command.invoke
}
