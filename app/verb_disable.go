package app

import (
	"errors"
	"fmt"
	"os"

	"github.com/optin-go/optin/consent"
)

func (k *commands) disableVerb(name string, hidden bool) Verb {
	v, _ := k.verb(name, "Refuse, and remove what waits to be sent",
		`Stores that you refuse, and removes what waits to be sent. Once it has
succeeded nothing leaves this machine any more, whatever else is running.

It asks nothing, needs no network, records nothing about itself, and works
everywhere: in CI, with a damaged record of your decision, and twice. If
part of it fails (exit code 1), it says what, and what to do meanwhile.`,
		k.disable)
	v.Hidden = hidden
	return v
}

func (k *commands) disable(c *call) int {
	if err := k.homeless(); err != nil {
		return k.unmended(c, fmt.Errorf("your refusal is not stored: %w", err))
	}
	// Each step alone keeps events here, so a failure of one must not stop the
	// other.
	var refusal, removal error
	if err := k.gate.refuse(); err != nil {
		refusal = fmt.Errorf("your refusal is not stored: %w", err)
	}
	if err := k.purge(); err != nil {
		removal = fmt.Errorf("what waits to be sent is not removed: %w", err)
	}
	if err := errors.Join(refusal, removal); err != nil {
		return k.unmended(c, err)
	}
	if c.out == outputJSON {
		return c.done(k.status().writeJSON(c.stdout, false))
	}
	c.say("Telemetry is off. To turn it on: %s", k.path("enable"))
	if _, err := os.Lstat(string(k.install.log)); err == nil {
		c.say("What was recorded is still on this machine. To delete it: %s", k.path("reset"))
	}
	return exitDone
}

// purge removes all queues, in a directory that is the user's own. It waits for a
// request in progress, for a bounded time.
func (k *commands) purge() error {
	if err := k.install.claim(); err != nil {
		return err
	}
	return k.install.purge()
}

// unmended says what keeps the user from opting out, and what to do meanwhile.
func (k *commands) unmended(c *call, err error) int {
	code := k.withStatus(c, exitFailed, err)
	c.note("Until that is mended, set this variable: %s=off", consent.VariableName(k.tool))
	return code
}

// homeless says why no file of the tool has a place, or returns nil.
func (k *commands) homeless() error {
	if _, err := k.gate.recordPath(); err != nil && k.install.dirErr != nil {
		return err
	}
	return nil
}
