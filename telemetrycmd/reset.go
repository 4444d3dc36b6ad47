package telemetrycmd

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/optin-go/optin/consent"
)

func (c *commands) resetCommand() *cobra.Command {
	return c.command("reset", "Forget your decision, and delete all that was recorded",
		`Removes your decision, what waits to be sent and what was recorded on this
machine, and gives the machine a new identity, which nobody can connect with
the one before. It does not reach what a receiver has got already.

Like disable, it works everywhere, and nothing that was recorded before it
leaves this machine any more. You may be asked again.`, c.reset)
}

func (c *commands) reset(cmd *cobra.Command, out output) error {
	if err := c.app.reset(); err != nil {
		return c.unmended(cmd, out, err)
	}
	if out == outputJSON {
		return c.status().writeJSON(cmd.OutOrStdout(), false)
	}
	c.say(cmd, "Your decision and what was recorded are deleted. Telemetry is off.\nTo turn it on: %s", c.path("enable"))
	return nil
}

// reset does all of its parts, whichever of them fail. The decision goes first,
// since the rest would be made anew under it.
func (a *App) reset() error {
	hadIdentity := a.hadIdentity()
	var errs []error
	try := func(what string, err error) {
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", what, err))
		}
	}
	path, err := a.consentPath()
	if err == nil {
		err = consent.Reset(path)
	}
	try("your decision is not removed", err)
	a.stopDelivery()
	try("what waits to be sent", a.purge())
	if a.paths.state == "" {
		return errors.Join(errs...)
	}
	try("what was recorded is not removed", removeLog(a.paths.log))
	try("how often you were asked is not forgotten", removeFile(a.paths.asked))
	if hadIdentity {
		try("this machine keeps its identity", renew(a.paths.rotation))
	}
	return errors.Join(errs...)
}

// hadIdentity reports whether an identity may have been used on this machine: not
// if there is neither a record of a decision nor a directory for state. Then no
// file is made to give it another one.
func (a *App) hadIdentity() bool {
	if _, err := os.Lstat(a.paths.state); a.paths.state != "" && !errors.Is(err, fs.ErrNotExist) {
		return true
	}
	path, err := a.consentPath()
	if err != nil {
		return false
	}
	_, err = os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}
