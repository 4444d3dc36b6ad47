package app

import (
	"context"
	"os"
	"runtime"
	"time"
)

// isSender reports whether this process was started to deliver. It looks at one
// variable.
func isSender(tool string, lookupEnv func(string) (string, bool)) bool {
	value, _ := lookupEnv(guardVariable(tool))
	return value == guardSender
}

// runSender delivers and ends the process, which belongs to this package: the one
// exception to the rule that a library does not. Nothing of the user's command runs in
// it, also if the Config has mistakes. prepare makes the delivery of an App.
func runSender(tool string, prepare func() (*delivery, error)) {
	time.AfterFunc(watchdog, func() { os.Exit(exitFailed) })
	code := exitFailed
	defer func() { os.Exit(code) }() // also after a panic
	// What this process may start is not a sender, and starts none.
	_ = os.Setenv(guardVariable(tool), guardBelow)
	letGo()
	runtime.GOMAXPROCS(1)
	yield()
	d, err := prepare()
	if err != nil {
		return
	}
	d.debug.toFile(d.install)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	time.AfterFunc(senderDeadline, cancel)
	d.now(ctx)
	code = exitDone
}
