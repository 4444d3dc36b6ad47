// Command greet is a small command-line tool that records its own usage with
// optin: nothing at all until its user runs "greet telemetry enable", then one
// event for each run, in a file on this machine.
//
// Run it from the root of the repository:
//
//	go run ./examples/greet hello Ada
package main

import (
	"context"
	"os"
	"os/signal"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
