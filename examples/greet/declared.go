package main

import (
	"time"

	"github.com/optin-go/optin/catalog"
)

// What greet collects. It cannot record anything else, and the notice that its
// user reads is made from this.
var (
	declared = catalog.New("greet", "Which commands are used and how they end, to decide what to improve.")
	command  = declared.Commands("command", "which command ran")
	outcome  = declared.Enum("outcome", "how it ended", "ok", "error", "cancelled", "panic")
	took     = declared.DurationBuckets("took", "how long it took", 100*time.Millisecond, time.Second, 10*time.Second)

	_ = declared.Event("command.invoke", "one run of a command", command, outcome, took,
		catalog.ExitCode(), catalog.OS(), catalog.Arch(), catalog.Interactive(), catalog.Agent())
)
