// Command main uses redact as its README does.
package main

import (
	"fmt"

	"github.com/optin-go/optin/redact"
)

func main() {
	fmt.Println(redact.String("dial postgres://app:hunter2@db/shop: timeout"))
}
