package telemetry_test

import (
	"errors"
	"fmt"

	"github.com/optin-go/optin/telemetry"
)

func ExampleParseEvent() {
	line := []byte(`{"name":"command.invoke","tool":"mytool","tool_version":"1.4.0","machine_id":"a759226c9913d48c","timestamp_utc":"2026-05-08T12:34:56Z","attrs":{"command":"deploy"}}`)
	e, err := telemetry.ParseEvent(line)
	fmt.Println(e.Name, e.Attrs, err)

	_, err = telemetry.ParseEvent([]byte(`{"name":"command.invoke","schema_version":2}`))
	fmt.Println(errors.Is(err, telemetry.ErrSerde))
	// Output:
	// command.invoke [{command deploy}] <nil>
	// true
}
