package app

import (
	"errors"
	"fmt"
	"io/fs"
)

func (k *commands) resetVerb() Verb {
	v, _ := k.verb("reset", "Forget your decision, and delete all that was recorded",
		`Removes your decision, what waits to be sent and what was recorded on this
machine, and gives the machine a new identity, which nobody can connect with
the one before. It does not reach what a receiver has got already, and gives
up a request to delete that was not acknowledged yet.

Like disable, it works everywhere, and nothing that was recorded before it
leaves this machine any more. You may be asked again.`,
		k.reset)
	return v
}

func (k *commands) reset(c *call) int {
	_, pendingErr := k.install.deletion.pending()
	if err := k.forget(); err != nil {
		return k.unmended(c, err)
	}
	if c.out == outputJSON {
		return c.done(k.status().writeJSON(c.stdout, false))
	}
	c.say("Your decision and what was recorded are deleted. Telemetry is off.\nTo turn it on: %s", k.path("enable"))
	if !errors.Is(pendingErr, fs.ErrNotExist) {
		c.say("The request to delete that was not acknowledged yet is given up.")
	}
	return exitDone
}

// forget does all of its parts, whichever of them fail. The decision goes first, since
// the rest would be made anew under it.
func (k *commands) forget() error {
	hadIdentity := k.hadIdentity()
	var errs []error
	if err := k.gate.forget(); err != nil {
		errs = append(errs, fmt.Errorf("your decision is not removed: %w", err))
	}
	if err := k.purge(); err != nil {
		errs = append(errs, fmt.Errorf("what waits to be sent: %w", err))
	}
	// What is behind a link in the directory's place is somebody else's.
	if k.install.dir != "" && k.install.claim() == nil {
		errs = append(errs, k.install.forget(hadIdentity))
	}
	return errors.Join(errs...)
}

// hadIdentity reports whether an identity may have been used on this machine: not if
// there is neither a record of a decision nor a directory for state. Then no file is
// made to give it another one.
func (k *commands) hadIdentity() bool {
	if k.install.dir != "" && mayExist(k.install.dir) {
		return true
	}
	path, err := k.gate.recordPath()
	return err == nil && mayExist(path)
}
