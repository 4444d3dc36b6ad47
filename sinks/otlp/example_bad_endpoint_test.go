package otlpsink_test

import (
	"errors"
	"fmt"

	otlpsink "github.com/optin-go/optin/sinks/otlp"
	"github.com/optin-go/optin/telemetry"
)

// An endpoint that cannot work is found when the sink is made.
func ExampleNew_badEndpoint() {
	_, err := otlpsink.New(otlpsink.Config{Endpoint: "tcp://not-a-collector"})
	fmt.Println(errors.Is(err, telemetry.ErrOTLP), errors.Is(err, telemetry.ErrConfig))
	fmt.Println(err)
	// Output:
	// true true
	// otlpsink: invalid configuration: Config.Endpoint has a scheme other than https; write https://host:4318, which is OTLP over HTTP
}
