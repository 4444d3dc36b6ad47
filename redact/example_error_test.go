package redact_test

import (
	"errors"
	"fmt"

	"github.com/optin-go/optin/redact"
)

func ExampleError() {
	err := errors.New("get https://bob:hunter2@registry.example/v2: 401")
	fmt.Println(redact.Error(err))
	// Output: get https://[redacted]@registry.example/v2: 401
}
