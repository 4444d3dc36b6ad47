package sinktest_test

import (
	"fmt"

	"github.com/optin-go/optin/telemetry"
	"github.com/optin-go/optin/telemetry/sinktest"
)

func ExampleCheck() {
	err := sinktest.Check(func() (sinktest.Subject, error) {
		return sinktest.Subject{
			Sink:   telemetry.NoopSink{}, // drops every event
			Events: func() ([]telemetry.Event, error) { return nil, nil },
		}, nil
	})
	fmt.Println(err != nil)
	// Output: true
}
