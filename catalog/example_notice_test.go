package catalog_test

import (
	"fmt"
	"os"

	"github.com/optin-go/optin/catalog"
)

func ExampleCatalog_WriteNotice() {
	cat := catalog.New("mytool", "To see which commands are worth the work.")
	cat.Event("command.invoke", "one run of a command",
		cat.Enum("outcome", "how it ended", "ok", "error"))
	if err := cat.WriteNotice(os.Stdout); err != nil {
		fmt.Println(err)
	}
	// Output:
	// # What mytool records
	//
	// To see which commands are worth the work.
	//
	// mytool records these events about its use, and no others.
	//
	// ## `command.invoke`
	//
	// one run of a command
	//
	// - `outcome` (one of `ok`, `error`): how it ended
	//
	// ## With every event
	//
	// - the name and version of mytool
	// - a salted machine ID: a hash that tells this machine from others without saying
	//   whose it is. It is pseudonymous, and differs from the ID that another tool has
	//   for this machine.
	// - the time, in UTC
	// - a random ID of the event, by which a receiver knows a duplicate
	//
	// ## Never recorded
	//
	// - command-line arguments, and anything else that you type
	// - the text of errors
	// - file names, paths, and what is in files
	// - what commands print
	// - names of users, accounts and hosts, e-mail and IP addresses
	//
	// If events are sent, their receiver sees the network address that they come from,
	// as every server does.
	//
	// Version of this list: `5bf45e416ff9`. It changes when what is recorded changes.
}
