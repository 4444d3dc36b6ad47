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
	if err := k.homeless(); err != nil {
		return k.unmended(c, fmt.Errorf("nothing is deleted: %w", err))
	}
	_, pendingErr := k.install.deletion.pending()
	if err := k.forget(); err != nil {
		return k.unmended(c, err)
	}
	if c.out == outputJSON {
		return c.done(k.status().writeJSON(c.stdout, false))
	}
	c.say("Your decision and what was recorded are deleted. Telemetry is off.\nTo turn it on: %s", k.path("enable"))
	if !errors.Is(pendingErr, fs.ErrNotExist) {
		c.say("The request to delete, which was not acknowledged yet, is withdrawn.")
	}
	return exitDone
}

// forget attempts every step, even if one fails. The decision goes first, since under
// it other processes would recreate the rest.
func (k *commands) forget() error {
	hadIdentity := k.hadIdentity()
	var errs []error
	if err := k.gate.forget(); err != nil {
		errs = append(errs, fmt.Errorf("your decision is not removed: %w", err))
	}
	if err := k.purge(); err != nil {
		errs = append(errs, fmt.Errorf("what waits to be sent is not removed: %w", err))
	}
	// The target of a link in the directory's place belongs to somebody else.
	if k.install.dir != "" {
		if err := k.install.claim(); err != nil {
			errs = append(errs, fmt.Errorf("what was recorded is not removed: %w", err))
		} else {
			errs = append(errs, k.install.forget(hadIdentity))
		}
	}
	return errors.Join(errs...)
}

// hadIdentity reports whether this machine may have used an identity. It has not if
// there is neither a record of consent nor a state directory; reset then creates no
// file to change it.
func (k *commands) hadIdentity() bool {
	if k.install.dir != "" && mayExist(k.install.dir) {
		return true
	}
	path, err := k.gate.recordPath()
	return err == nil && mayExist(path)
}
