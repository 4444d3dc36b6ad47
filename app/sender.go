package app

import (
	"context"
	"os"
	"runtime"
	"time"
)

// isSender reports whether this process was started to deliver. It reads one
// variable.
func isSender(tool string, lookupEnv func(string) (string, bool)) bool {
	value, _ := lookupEnv(guardVariable(tool))
	return value == guardSender
}

// runSender delivers and ends the process. A library must not do that otherwise; this
// process belongs to the package, and never runs the user's command, even if the
// Config has mistakes. prepare makes the delivery of an App.
func runSender(tool string, prepare func() (*delivery, error)) {
	time.AfterFunc(watchdog, func() { os.Exit(exitFailed) })
	code := exitFailed
	defer func() { os.Exit(code) }() // also after a panic
	// A process started from here is not a sender, and starts none.
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
