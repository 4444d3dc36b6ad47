package catalog_test

import (
	"fmt"
	"time"

	"github.com/optin-go/optin/catalog"
)

var (
	cat     = catalog.New("mytool", "How often commands run and fail, to decide what to improve.")
	Command = cat.Enum("command", "which command ran", "deploy", "status", "init")
	Outcome = cat.Enum("outcome", "how it ended", "ok", "error", "cancelled")
	Took    = cat.DurationBuckets("took", "how long it took", time.Second, 5*time.Second, time.Minute)
	Invoke  = cat.Event("command.invoke", "one run of a command", Command, Outcome, Took)
)

func Example() {
	fmt.Println(cat.Err())
	fmt.Println(Invoke.Name(), Command.Of("deploy"), Outcome.Of("ok"), Took.Of(3*time.Second))
	for _, a := range Invoke.Attributes() {
		fmt.Printf("%s: %s\n", a.Key(), a.Describe())
	}
	// Output:
	// <nil>
	// command.invoke {command deploy} {outcome ok} {took 1s-5s}
	// command: one of deploy, status, init
	// outcome: one of ok, error, cancelled
	// took: <1s, 1s-5s, 5s-1m, >=1m
}
