package app

import (
	"context"
	"os"
	"runtime"
	"time"
)

const (
	// watchdog ends a second process whatever it is doing.
	watchdog = 30 * time.Second
	// senderDeadline ends the work of a second process.
	senderDeadline = 25 * time.Second
)

// isSender reports whether this process was started to deliver. It looks at one
// variable.
func isSender(tool string, lookupEnv func(string) (string, bool)) bool {
	value, _ := lookupEnv(guardVariable(tool))
	return value == guardSender
}

// runSender delivers and ends the process, which belongs to this package: the one
// exception to the rule that a library does not. Nothing of the user's command runs in
// it, also if cfg has mistakes.
func runSender(cfg Config) {
	time.AfterFunc(watchdog, func() { os.Exit(exitFailed) })
	code := exitFailed
	defer func() { os.Exit(code) }() // also after a panic
	// What this process may start is not a sender, and starts none.
	_ = os.Setenv(guardVariable(cfg.Tool), guardBelow)
	letGo()
	runtime.GOMAXPROCS(1)
	yield()
	a, err := newApp(cfg)
	if err != nil {
		return
	}
	a.debug.toFile(a.install)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	time.AfterFunc(senderDeadline, cancel)
	a.delivery.now(ctx)
	code = exitDone
}
