package redact_test

import (
	"fmt"

	"github.com/optin-go/optin/redact"
)

func Example_string() {
	fmt.Println(redact.String("dial postgres://app:hunter2@db/shop: timeout"))
	fmt.Println(redact.String(`["deploy","--token","abc","--env","prod"]`))
	fmt.Println(redact.String("token bucket exhausted"))
	// Output:
	// dial postgres://[redacted]@db/shop: timeout
	// ["deploy","--token","[redacted]","--env","prod"]
	// token bucket exhausted
}
