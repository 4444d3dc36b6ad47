package redact_test

import (
	"fmt"

	"github.com/optin-go/optin/redact"
)

func ExampleValue() {
	fmt.Println(redact.Value("X-Auth-Token", "a word"))
	fmt.Println(redact.Value("command", "deploy"))
	// Output:
	// [redacted]
	// deploy
}
