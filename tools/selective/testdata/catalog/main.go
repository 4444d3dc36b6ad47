// Command main declares an event and prints one of its attributes.
package main

import (
	"fmt"

	"github.com/optin-go/optin/catalog"
)

func main() {
	c := catalog.New("mytool", "How often commands run and fail.")
	outcome := c.Enum("outcome", "how it ended", "ok", "error")
	invoke := c.Event("command.invoke", "one run of a command", outcome)
	fmt.Println(c.Err(), invoke.Name(), outcome.Of("ok"))
}
