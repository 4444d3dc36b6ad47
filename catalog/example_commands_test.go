package catalog_test

import (
	"fmt"

	"github.com/optin-go/optin/catalog"
	"github.com/optin-go/optin/telemetry"
)

func ExampleCommands() {
	cat := catalog.New("mytool", "To see which commands are worth the work.")
	command := cat.Commands("command", "which command ran")
	invoke := cat.Event("command.invoke", "one run of a command", command)

	before := cat.Version()
	command.Allow("remote add", "remote remove") // from the tool's tree of commands
	fmt.Println("version changed:", cat.Version() != before)

	for _, name := range []string{"remote add", "remote delete"} {
		_, err := cat.Check(invoke.Name(), []telemetry.Attr{command.Of(name)})
		fmt.Println(err)
	}
	// Output:
	// version changed: false
	// <nil>
	// catalog: rejected: event command.invoke: attribute command: value "remote delete" is not one of the tool's own commands; if it is, allow it with Commands.Allow
}
