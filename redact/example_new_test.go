package redact_test

import (
	"fmt"
	"strings"

	"github.com/optin-go/optin/redact"
)

// A rule of one's own removes what only this tool knows to be private.
func ExampleNew() {
	r := redact.New(func(s string) string {
		return strings.ReplaceAll(s, "project-aurora", "[project]")
	})
	fmt.Println(r.String("push project-aurora with password=hunter2"))
	// Output: push [project] with password=[redacted]
}
