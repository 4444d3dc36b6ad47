// Command redact removes credentials and personal data from its argument, and
// records nothing.
package main

import (
	"fmt"
	"os"

	"github.com/optin-go/optin/redact"
)

func main() {
	fmt.Println("deployed", redact.String(os.Getenv("ENDPOINT")))
}
